"""What an operator types about the index, and reads."""

import json

from matchbox.search import documents
from matchbox.search.commands import group
from matchbox.web.transactions import writing
from tests.given.issues import an_issue


def typed(app, *words):
    return app.test_cli_runner().invoke(group, words)


def test_check_says_what_differs_and_rebuild_mends_it(app, index):
    assert typed(app, "check").exit_code == 0
    issue = an_issue("あとから入ったもの")
    answer = typed(app, "check")
    assert answer.exit_code == 1 and f"missing from the index: issue:{issue.id}" in answer.output
    assert "documents are in the index" in typed(app, "rebuild").output
    assert typed(app, "check").exit_code == 0


def test_check_says_what_should_not_be_there(app, index):
    issue = an_issue("もう見せないもの")
    documents.rebuild()
    with writing():
        issue.publication = "hidden"
    answer = typed(app, "check")
    assert answer.exit_code == 1 and f"should not be in the index: issue:{issue.id}" in answer.output


def test_query_answers_as_a_visitor_is_answered(app, index):
    issue = an_issue("通学路の雪かき")
    documents.rebuild()
    assert typed(app, "query", "雪かき").output == f"{issue.id}\t通学路の雪かき\n"
    assert typed(app, "query", "--kind", "news", "雪かき").output == ""


def test_evaluate_measures_the_things_of_this_site(app, index, tmp_path):
    issue = an_issue("通学路の雪かき")
    documents.rebuild()
    questions = [
        {"text": "雪かき", "relevant": {f"issue:{issue.id}": 3}},
        {"text": "ぽぴゅらゔぇ", "relevant": {"issue:0": 1}},
    ]
    (tmp_path / "queries.json").write_text(json.dumps(questions), encoding="utf-8")
    assert typed(app, "evaluate", str(tmp_path)).output == "nDCG@10 0.5000\nrecall@10 0.5000\n"


def test_evaluate_measures_given_documents(app, tmp_path):
    rows = [
        {"id": "a", "kind": "x", "title": "雪かき", "body": "雪かきを手伝う", "tags": []},
        {"id": "b", "kind": "x", "title": "草刈り", "body": "公園", "tags": ["緑"]},
    ]
    (tmp_path / "documents.json").write_text(json.dumps(rows), encoding="utf-8")
    (tmp_path / "queries.json").write_text(json.dumps([{"text": "緑", "relevant": {"b": 2}}]), encoding="utf-8")
    assert typed(app, "evaluate", str(tmp_path)).output == "nDCG@10 1.0000\nrecall@10 1.0000\n"
