"""The answer strip: the verdict in a sentence, always on screen."""
