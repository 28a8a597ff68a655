"""The deck of charts: as many as the window has room for, made when first shown, one enlarged over the inspector."""


def test_a_wide_deck_shows_four_charts_and_a_narrow_one_fewer(window, qtbot):
    window.resize(1920, 1200)
    qtbot.waitUntil(lambda: len(window.panels.deck.on_show()) == 4)
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: len(window.panels.deck.on_show()) < 4)


def test_a_chart_is_made_when_its_page_is_first_shown_and_kept(window):
    deck = window.panels.deck
    last = deck.kinds[-1].id
    assert last not in [chart.kind.id for chart in deck.charts]

    deck.show_page(deck.page_count - 1)

    made = next(chart for chart in deck.charts if chart.kind.id == last)
    assert made in deck.on_show()
    assert made.isVisible()
    assert made.chart is not None, "it shows the results that were there before it was"
    deck.show_page(0)
    deck.show_chart(last)
    assert made in deck.on_show()


def test_an_enlarged_chart_has_the_deck_to_itself(window):
    deck = window.panels.deck

    deck.toggle_enlarged(deck.charts[0].kind.id)
    assert deck.on_show() == [deck.charts[0]]
    deck.toggle_enlarged(deck.charts[0].kind.id)
    assert len(deck.on_show()) > 1 or deck.page_count == len(deck.kinds)


def test_an_enlarged_chart_takes_the_room_of_the_inspector_until_somebody_asks_for_a_figure(window):
    deck, inspector = window.panels.deck, window.panels.inspector
    chart = deck.charts[0]
    before = chart.height()

    chart.button("enlarge").click()
    assert not inspector.isVisible()
    assert chart.button("enlarge").toolTip() == "Put back"

    window.store.ask_figure("small", "total_cost")
    assert inspector.isVisible()
    assert chart.button("enlarge").toolTip() == "Enlarge"
    assert chart.height() <= before
