"""Reading pages."""


def errors(page, field):
    return page.texts(f"#{field}-error")
