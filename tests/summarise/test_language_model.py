"""A local chat model and an OpenAI-compatible server, both held to a JSON schema."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from minutes.errors import EngineError, ModelError, SettingsError
from summarise.language_model import HttpModel, Message, TransformersModel

QUESTION = (
    Message(role="system", content="Svar kort."),
    Message(role="user", content="Hvad blev besluttet?"),
)
SCHEMA = {
    "type": "object",
    "properties": {
        "outcome": {"enum": ["godkendt", "udsat"]},
        "text": {"type": "string", "maxLength": 12},
        "ids": {"type": "array", "items": {"enum": [3, 4]}, "maxItems": 3},
    },
    "required": ["outcome", "text", "ids"],
    "additionalProperties": False,
}
TEMPLATE = (
    "{% for message in messages %}<|{{ message.role }}|>{{ message.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
    "{% if add_generation_prompt and enable_thinking is false %}<|nothink|>{% endif %}"
)
REFUSES_SYSTEM = (
    "{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}{% endif %}" + TEMPLATE
)


def make_chat_model(folder: Path, template: str | None = TEMPLATE) -> Path:
    """A chat model with random weights and a byte-level tokenizer, as transformers saves it."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    marks = ["<|end|>", "<|system|>", "<|user|>", "<|assistant|>", "<|nothink|>"]
    tokenizer.train_from_iterator(
        ["Udvalget godkendte indstillingen. Sagen blev udsat til næste møde."] * 4,
        trainers.BpeTrainer(
            vocab_size=400, special_tokens=marks, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
        ),
    )
    wrapped = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|end|>", pad_token="<|end|>")
    wrapped.chat_template = template
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=len(wrapped),
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=6000,
        eos_token_id=wrapped.eos_token_id,
        bos_token_id=None,
        pad_token_id=wrapped.pad_token_id,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    wrapped.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def chat_model(tmp_path_factory: pytest.TempPathFactory) -> TransformersModel:
    return TransformersModel(make_chat_model(tmp_path_factory.mktemp("models") / "tiny-chat"))


def test_even_random_weights_answer_in_the_schema(chat_model: TransformersModel) -> None:
    answer = json.loads(chat_model.generate(QUESTION, schema=SCHEMA, max_new_tokens=200, seed=0))
    assert set(answer) == {"outcome", "text", "ids"}
    assert answer["outcome"] in ("godkendt", "udsat")
    assert set(answer["ids"]) <= {3, 4}


def test_the_same_question_gets_the_same_answer(chat_model: TransformersModel) -> None:
    first, second = (
        chat_model.generate(QUESTION, schema=SCHEMA, max_new_tokens=200, seed=1) for _ in range(2)
    )
    assert first == second


def test_the_template_is_the_tokenizers_and_thinking_is_off(chat_model: TransformersModel) -> None:
    text = chat_model._tokenizer.decode(chat_model._encode(QUESTION))
    assert text == "<|system|>Svar kort.<|end|><|user|>Hvad blev besluttet?<|end|><|assistant|><|nothink|>"
    assert chat_model.count_tokens(QUESTION) == len(chat_model._encode(QUESTION))


def test_a_template_without_system_turns_gets_the_rules_in_the_users_turn(tmp_path: Path) -> None:
    model = TransformersModel(make_chat_model(tmp_path / "no-system", REFUSES_SYSTEM))
    text = model._tokenizer.decode(model._encode(QUESTION))
    assert text.startswith("<|user|>Svar kort.\n\nHvad blev besluttet?<|end|>")


def test_a_tokenizer_without_a_template_is_asked_in_a_plain_form(tmp_path: Path) -> None:
    model = TransformersModel(make_chat_model(tmp_path / "no-template", template=None))
    text = model._tokenizer.decode(model._encode(QUESTION))
    assert text == "### system\nSvar kort.\n\n### user\nHvad blev besluttet?\n\n### assistant\n"
    answer = json.loads(model.generate(QUESTION, schema=SCHEMA, max_new_tokens=200, seed=0))
    assert answer["outcome"] in ("godkendt", "udsat")


def test_what_does_not_fit_is_an_error_and_not_a_cut(chat_model: TransformersModel) -> None:
    with pytest.raises(EngineError, match="exceed"):
        chat_model.generate(QUESTION, schema=None, max_new_tokens=7000, seed=0)


def test_a_folder_without_a_chat_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"config\.json"):
        TransformersModel(tmp_path / "absent")
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="architecture"):
        TransformersModel(tmp_path)


class Server:
    """A server on the loopback that answers as it is told and remembers what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.reply: Any = {"choices": [{"message": {"content": '{"ok": 1}'}}]}
        self.headers: dict[str, str] = {}
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append((self.path, dict(self.headers), body))
                self.send_response(server.status)
                for key, value in server.headers.items():
                    self.send_header(key, value)
                self.end_headers()
                reply = server.reply
                self.wfile.write(reply if isinstance(reply, bytes) else json.dumps(reply).encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._http = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


def ask(model: HttpModel) -> str:
    return model.generate(QUESTION, schema=SCHEMA, max_new_tokens=50, seed=3)


def test_a_server_is_asked_for_json_of_the_schema(server: Server) -> None:
    assert ask(HttpModel(url=server.url, model="munin", api_key="hemmelig")) == '{"ok": 1}'
    path, headers, body = server.asked[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == "Bearer hemmelig"
    assert body["model"] == "munin" and body["temperature"] == 0 and body["seed"] == 3
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert body["messages"][1] == {"role": "user", "content": "Hvad blev besluttet?"}


@pytest.mark.parametrize(
    ("status", "reply", "what"),
    [
        (401, {"error": "key"}, "refuses the key"),
        (500, {"error": "out of memory"}, "answered 500"),
        (200, b"<html>", "form"),
        (200, {"choices": []}, "form"),
        (200, {"choices": [{"message": {"content": None}}]}, "empty answer"),
    ],
)
def test_a_server_that_fails_is_one_clear_error(server: Server, status: int, reply: Any, what: str) -> None:
    server.status, server.reply = status, reply
    with pytest.raises(EngineError, match=what):
        ask(HttpModel(url=server.url, model="munin"))


def test_a_redirect_is_not_followed(server: Server) -> None:
    server.status, server.headers = 307, {"Location": "http://127.0.0.1:9/elsewhere"}
    with pytest.raises(EngineError, match="answered 307"):
        ask(HttpModel(url=server.url, model="munin"))
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_one_clear_error(server: Server) -> None:
    url = server.url
    server._http.server_close()
    with pytest.raises(EngineError, match="cannot be reached"):
        ask(HttpModel(url=url, model="munin", timeout_seconds=2.0))


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(SettingsError, match="http"):
        HttpModel(url="file:///etc/passwd", model="munin")
