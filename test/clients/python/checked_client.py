import typing
from alibabacloud_tea_openapi.exceptions import ClientException
from alibabacloud_yundun_bastionhost20191209 import models
from alibabacloud_yundun_bastionhost20191209.client import Client
from darabonba.model import DaraModel


class CheckedClient(Client):
    """The SDK's client, which also compares each answer with the model that it was read into."""

    def __init__(self, config, defaults, report):
        super().__init__(config)
        self.defaults, self.report = defaults, report

    def call_api(self, params, request, runtime):
        self.answer = super().call_api(params, request, runtime)
        return self.answer

    def call(self, action, **members):
        """Calls an operation with members that are named as on the wire; answers the model of its body."""
        self.report['called'].append(action)
        body = self.method(action)(self.request(action, members)).body
        self.report['strangers'] += strangers(self.answer['body'], body.to_map(), action)
        self.report['mistyped'] += mistyped(body, type(body), action)
        return body

    def refusal(self, action, **members):
        """Calls an operation that cannot succeed here; answers the code of the error that the SDK makes of it."""
        try:
            self.call(action, **members)
        except ClientException as error:
            return error.code

    def method(self, action):
        return next(getattr(self, name) for name in dir(self) if name.replace('_', '') == action.lower())

    def request(self, action, members):
        request = getattr(models, f'{action}Request')().from_map({**self.defaults, **members})
        unknown = members.keys() - request.to_map().keys()
        assert not unknown, f'{action} has no {unknown}'
        return request


def strangers(raw, known, path):
    """The members of an answer that no model knows, or that are null."""
    if isinstance(raw, list):
        return sum((strangers(item, model, f'{path}[]') for item, model in zip(raw, known)), [])
    if not isinstance(raw, dict):
        return []
    here = [f'{path}.{name}' for name in raw if name not in known]
    there = [strangers(raw[name], known[name], f'{path}.{name}') for name in raw if name in known]
    return here + sum(there, [])


def mistyped(value, kind, path):
    """The attributes whose value is not of the type that the model declares; absent ones pass."""
    if value is None:
        return []
    if typing.get_origin(kind) is list:
        if not isinstance(value, list):
            return [f'{path} is {value!r}']
        return sum((mistyped(item, typing.get_args(kind)[0], f'{path}[]') for item in value), [])
    if issubclass(kind, DaraModel):
        declared = typing.get_type_hints(kind.__init__)
        return sum((mistyped(getattr(value, name), declared[name], f'{path}.{name}') for name in declared), [])
    # Not isinstance: True is an int to it.
    return [] if type(value) is kind else [f'{path} is {value!r}']
