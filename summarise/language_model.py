"""Language models: what one is, a local one by transformers, and any OpenAI-compatible server."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import httpx

from minutes.errors import EngineError, ModelError, SettingsError
from models.memory import require_memory
from summarise.chat_form import encode_chat
from summarise.grounded_decoding import GroundedProcessor
from summarise.grounded_text import GroundedText
from summarise.schema_decoding import SchemaConstraints
from summarise.taught import Taught, merge_into
from summarise.written_forms import WrittenForms

Schema = Mapping[str, Any]
_CHARACTERS_PER_TOKEN = 2.5
"""A careful guess for Danish where the server's tokenizer is not known: real ones need fewer tokens."""
_CPU_TIMES, _GPU_TIMES = 2.2, 1.2
"""What a model takes as a multiple of its files, which hold 16 bits a weight: 32 bits on a CPU."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One turn of a chat."""

    role: Literal["system", "user", "assistant"]
    content: str


class LanguageModel(Protocol):
    """A chat model. The same messages, schema and seed give the same answer."""

    @property
    def name(self) -> str:
        """The model's name, for the draft's provenance."""
        ...

    @property
    def context_tokens(self) -> int:
        """Tokens that messages and answer may take together."""
        ...

    @property
    def talk_characters(self) -> int | None:
        """How much talk it was taught to read; None for a chat model, which needs the rules and reads all."""
        ...

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Tokens of the messages as the model sees them, or more where that is not known."""
        ...

    def generate(
        self,
        messages: Sequence[Message],
        *,
        schema: Schema | None,
        max_new_tokens: int,
        seed: int,
        forms: WrittenForms | None = None,
    ) -> str:
        """The answer. With a schema it is JSON of that schema, cut off if it needs more tokens.

        With forms, the texts in it have no other figures and names, where the model runs in this process.

        Raises:
            EngineError: the model failed, or messages and answer do not fit.
        """
        ...


class TransformersModel:
    """A chat model from a local folder, decoded greedily. Nothing is ever fetched.

    One whose tokenizer has no chat template is asked in the plain form of `summarise.chat_form`.

    Args:
        folder: weights, configuration and tokenizer as transformers saves them.
        taught: the adapter that is put on top of it.

    Raises:
        ModelError: the folder is absent or holds no chat model that transformers can load, or the adapter
            was made for another one.
    """

    def __init__(self, folder: Path, taught: Taught | None = None) -> None:
        self._folder = folder
        self._taught = taught
        architecture = _architecture(folder)
        import torch
        import transformers

        vision = architecture.endswith("ForConditionalGeneration")
        kind = transformers.AutoModelForImageTextToText if vision else transformers.AutoModelForCausalLM
        device = "cuda" if torch.cuda.is_available() else "cpu"
        dtype = torch.bfloat16 if device == "cuda" else torch.float32
        require_memory(folder, _GPU_TIMES if device == "cuda" else _CPU_TIMES)
        try:
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            model = kind.from_pretrained(folder, local_files_only=True, dtype=dtype)
        except (OSError, ValueError, KeyError) as error:
            raise _unusable(folder, f"transformers cannot load it ({_first_line(error)})") from error
        if taught is not None:
            merge_into(model, taught)
        self._model = model.to(device).eval()
        self._constraints = _constraints(self._tokenizer, folder)

    @property
    def name(self) -> str:
        """The folder's name, and the hash of the adapter if there is one."""
        adapter = f" + adapter {self._taught.sha256[:16]}" if self._taught else ""
        return self._folder.name + adapter

    @property
    def context_tokens(self) -> int:
        """What the model was made for."""
        config = self._model.config.get_text_config()
        return int(config.max_position_embeddings)

    @property
    def talk_characters(self) -> int | None:
        """As its adapter was taught; None without one."""
        return self._taught.talk_characters if self._taught else None

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Tokens of the messages in the form in which the model is asked."""
        return len(self._encode(messages))

    def generate(
        self,
        messages: Sequence[Message],
        *,
        schema: Schema | None,
        max_new_tokens: int,
        seed: int,
        forms: WrittenForms | None = None,
    ) -> str:
        """The most likely answer; with a schema, the most likely one that the schema allows.

        Raises:
            EngineError: messages and answer do not fit, or decoding failed.
        """
        import torch

        prompt = self._encode(messages)
        _check_room(len(prompt), max_new_tokens, self.context_tokens, self.name)
        torch.manual_seed(seed)
        ids = torch.tensor([prompt], device=self._model.device)
        limits = self._limits(schema, forms, len(prompt))
        try:
            with torch.inference_mode():
                answer = self._model.generate(
                    ids,
                    attention_mask=torch.ones_like(ids),
                    max_new_tokens=max_new_tokens,
                    do_sample=False,
                    temperature=None,
                    top_p=None,
                    top_k=None,
                    pad_token_id=self._tokenizer.pad_token_id or self._tokenizer.eos_token_id,
                    logits_processor=limits,
                )
        except (RuntimeError, ValueError, IndexError) as error:
            raise EngineError(
                f"the language model failed ({_first_line(error)})",
                where=self.name,
                remedy="Use a smaller model or a machine with more memory",
            ) from error
        text: str = self._tokenizer.decode(answer[0, len(prompt) :], skip_special_tokens=True)
        return text

    def _limits(self, schema: Schema | None, forms: WrittenForms | None, prompt: int) -> list[Any]:
        """What holds the answer to its form."""
        if schema is None:
            return []
        keeps_schema = self._constraints.processor(schema, prompt)
        if forms is None:
            return [keeps_schema]
        return [GroundedProcessor(keeps_schema, self._tokenizer, GroundedText(forms), prompt)]

    def _encode(self, messages: Sequence[Message]) -> list[int]:
        turns = [{"role": message.role, "content": message.content} for message in messages]
        return encode_chat(self._tokenizer, turns)


class HttpModel:
    """A model behind an OpenAI-compatible server (vLLM, llama.cpp, Ollama). Talks to that address only.

    Args:
        url: the server's base address, with its version: `http://localhost:8000/v1`.
        model: the model's name on the server.
        api_key: sent as a bearer token, if given.
        context_tokens: what the server was started with.
        timeout_seconds: how long one answer may take.

    Raises:
        SettingsError: the address is not one of http or https.
    """

    def __init__(
        self,
        *,
        url: str,
        model: str,
        api_key: str | None = None,
        context_tokens: int = 16_384,
        timeout_seconds: float = 600.0,
    ) -> None:
        if not url.startswith(("http://", "https://")):
            raise SettingsError(
                "this is no http address", where=url, remedy="Give one such as http://localhost:8000/v1"
            )
        self._url = url.rstrip("/") + "/chat/completions"
        self._model = model
        self._context_tokens = context_tokens
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        # Neither proxies of the environment nor redirects: the talk goes to this address or nowhere.
        self._client = httpx.Client(
            headers=headers, timeout=timeout_seconds, follow_redirects=False, trust_env=False
        )

    @property
    def name(self) -> str:
        """The model's name on the server."""
        return self._model

    @property
    def context_tokens(self) -> int:
        """As it was given."""
        return self._context_tokens

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """A careful guess from the number of characters."""
        return sum(int(len(message.content) / _CHARACTERS_PER_TOKEN) + 8 for message in messages)

    @property
    def talk_characters(self) -> int | None:
        """None: it is a chat model."""
        return None

    def generate(
        self,
        messages: Sequence[Message],
        *,
        schema: Schema | None,
        max_new_tokens: int,
        seed: int,
        forms: WrittenForms | None = None,
    ) -> str:
        """The server's answer at temperature 0. It cannot be held to forms: its texts are checked afterwards.

        Raises:
            EngineError: the server cannot be reached, refuses, is too slow, or answers in another form.
        """
        _check_room(self.count_tokens(messages), max_new_tokens, self._context_tokens, self._model)
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "max_tokens": max_new_tokens,
            "temperature": 0,
            "seed": seed,
            "chat_template_kwargs": {"enable_thinking": False},
        }
        if schema is not None:
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "answer", "schema": schema, "strict": True},
            }
        return self._content(self._post(body))

    def _post(self, body: Mapping[str, Any]) -> httpx.Response:
        try:
            response = self._client.post(self._url, json=body)
        except httpx.TimeoutException as error:
            raise self._failed(
                "the language server did not answer in time", "Ask for less, or wait longer"
            ) from error
        except httpx.HTTPError as error:
            raise self._failed(
                f"the language server cannot be reached ({_first_line(error)})",
                "Start it, or correct the address",
            ) from error
        if response.status_code in (401, 403):
            raise self._failed("the language server refuses the key", "Set REFERENT_LANGUAGE_API_KEY")
        if response.status_code != httpx.codes.OK:
            raise self._failed(
                f"the language server answered {response.status_code} ({response.text[:200].strip()})",
                "Look in the server's log; is the model's name right?",
            )
        return response

    def _content(self, response: httpx.Response) -> str:
        try:
            content = response.json()["choices"][0]["message"]["content"]
        except (json.JSONDecodeError, UnicodeDecodeError, KeyError, IndexError, TypeError) as error:
            raise self._failed(
                "the answer has not the form of an OpenAI-compatible server", "Check the address"
            ) from error
        if not isinstance(content, str):
            raise self._failed("the language server gave an empty answer", "Look in the server's log")
        return content

    def _failed(self, what: str, remedy: str) -> EngineError:
        return EngineError(what, where=self._url, remedy=remedy)


def _constraints(tokenizer: Any, folder: Path) -> SchemaConstraints:
    try:
        return SchemaConstraints(tokenizer)
    except (ValueError, TypeError, AssertionError) as error:
        raise _unusable(folder, f"its tokenizer is of no known kind ({_first_line(error)})") from error


def _architecture(folder: Path) -> str:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return str(config["architectures"][0])
    except OSError as error:
        raise _unusable(folder, "it has no config.json") from error
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise _unusable(folder, "its config.json names no architecture") from error


def _check_room(prompt: int, answer: int, context: int, name: str) -> None:
    if prompt + answer > context:
        raise EngineError(
            f"{prompt} tokens of text and {answer} of answer exceed the model's {context}",
            where=name,
            remedy="Use a model with a longer context",
        )


def _unusable(folder: Path, what: str) -> ModelError:
    return ModelError(
        f"this is no language model: {what}",
        where=str(folder),
        remedy="Give a folder with a chat model as transformers saves it",
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
