"""What the window's tests share: the catalogue, a plan with three kinds of hosting, and a window that cleans up."""

import datetime as dt

import pytest
from applications import put_away

from planner.catalog.loader import load_catalogue
from planner.plan.amounts import Range
from planner.plan.edits import evolve
from planner.plan.language import ENGLISH
from planner.plan.plan import Plan, Scenario
from planner.storage.plan_file import read_plan_file
from planner.ui.evaluator import CostModel
from planner.ui.store import Store

ANSWER = ("workload", "lengths", "answer")


def scenario(identity, name, colour, **parts):
    """Return a scenario with some of its parts set: `model__model="gpt-4"`."""
    made = Scenario(id=identity, name=name, colour=colour)
    for path, value in parts.items():
        made = evolve(made, tuple(path.split("__")), value)
    return made


def three_ways():
    """Return a plan of August 2023 that compares two APIs with a rented server."""
    plan = Plan(id="three-ways", name="Support chat", baseline="small")
    plan = evolve(
        plan,
        ("scenarios",),
        (
            scenario("small", "API, small model", 0, model__model="gpt-3.5-turbo"),
            scenario("large", "API, large model", 1, model__model="gpt-4"),
            scenario(
                "rented",
                "Rented Llama 2 7B",
                2,
                model__model="llama-2-7b",
                hosting__kind="rented",
                hosting__rented__price=4.1,
                hosting__rented__offer="",
            ),
        ),
    )
    plan = evolve(plan, ("money", "price_date"), dt.date(2023, 11, 20))
    volume = Range(low=80_000.0, likely=120_000.0, high=200_000.0)
    return evolve(plan, ("workload", "volume", "requests"), volume)


@pytest.fixture(scope="session")
def catalogue():
    return load_catalogue()


@pytest.fixture
def plan():
    return three_ways()


@pytest.fixture
def store(qapp, plan, catalogue):
    store = Store(plan, CostModel(lambda: catalogue))
    yield store
    store.close()
    store.deleteLater()


@pytest.fixture
def started_store(store, qtbot):
    """A store that has evaluated its plan."""
    with qtbot.waitSignal(store.results_ready):
        store.start()
    return store


@pytest.fixture
def language():
    return ENGLISH


@pytest.fixture
def application(qapp, planner_home, plan, catalogue, monkeypatch):
    """The whole program on a plan of three scenarios, closed and forgotten after the test.

    The shipped catalogue never changes: it is read once for all tests.
    """
    from planner.app import Application
    from planner.storage.directories import user_directories

    monkeypatch.setattr("planner.app.load_catalogue", lambda: catalogue)
    monkeypatch.setattr("planner.app.first_plan", lambda language: plan)
    monkeypatch.setattr("planner.app.first_starter", lambda: None)
    with put_away(qapp) as opened:
        opened.append(Application(qapp, user_directories()))
        opened[0].window.prompts = ScriptedPrompts()
        yield opened[0]


@pytest.fixture
def window(application, qtbot):
    """The window, painted, with results and charts."""
    application.window.resize(1280, 800)
    application.show()
    qtbot.waitUntil(lambda: application.store.result is not None)
    qtbot.waitUntil(lambda: len(application.window.panels.deck.charts) > 0)
    return application.window


@pytest.fixture
def saved(window, application, qapp):
    """The window on a plan with a file of its own."""
    window.store.edit(ANSWER, 500.0)
    assert application.documents.save_now()
    qapp.processEvents()
    return application


@pytest.fixture
def banner(application):
    return lambda: application.safety.banner


def answer_on_disk(path):
    return read_plan_file(path).document["workload"]["lengths"]["answer"]


class ScriptedPrompts:
    """Answers the window's questions with what a test has laid out."""

    def __init__(self):
        self.answers = {}
        self.told = []

    def file_to_open(self, title, kinds):
        return self.answers.get("file_to_open")

    def file_to_save(self, title, kinds, name):
        return self.answers.get("file_to_save")

    def folder(self, title):
        return self.answers.get("folder")

    def text(self, title, label, text):
        return self.answers.get("text")

    def agrees(self, title, question, yes):
        return self.answers.get("agrees", False)

    def choice(self, title, question, options):
        self.told.append(question)
        return self.answers.get("choice")

    def tell(self, title, text):
        self.told.append(text)
