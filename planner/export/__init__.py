"""What leaves the program: tables, pictures of an exact size, the workbook and the memo."""
