"""A form as a browser without scripts sends it: what stands there, what is written over it, one button pressed."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

CHOSEN = {"radio": "checked", "checkbox": "checked"}


@dataclass
class Control:
    """What can be filled in: `options` are the values it can have, None where anything may be written."""

    options: list[str] | None = None
    value: list[str] = field(default_factory=list)


class PaperForm(HTMLParser):
    """The form of that id in the source of a page. `buttons` are those that send it, in their order."""

    def __init__(self, source, form):
        super().__init__()
        self.controls, self.buttons = {}, []
        self.form, self.inside, self.open = form, False, ""
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form
        if not self.inside or "disabled" in given:
            return
        match tag:
            case "input":
                self._input(given)
            case "button":
                self.buttons.append((given.get("name"), given.get("value", "")))
            case "select" | "textarea":
                self.open = given["name"]
                self.controls[self.open] = Control([] if tag == "select" else None, [] if tag == "select" else [""])
            case "option":
                self._offered(self.controls[self.open], given, "selected")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        if tag in {"select", "textarea"}:
            self.open = ""

    def handle_data(self, data):
        if self.inside and self.open and self.controls[self.open].options is None:
            self.controls[self.open].value[0] += data

    def _input(self, given):
        kind = given.get("type", "text")
        if kind in CHOSEN:
            control = self.controls.setdefault(given["name"], Control([]))
            self._offered(control, {"value": "on"} | given, CHOSEN[kind])
        elif "name" in given:
            self.controls[given["name"]] = Control(None, [given.get("value", "")])

    @staticmethod
    def _offered(control, given, chosen):
        control.options.append(given.get("value", ""))
        if chosen in given:
            control.value.append(given["value"])

    def fill(self, name, value):
        """Write it, or choose among what is offered. Whatever the page does not ask cannot be sent."""
        control, values = self.controls[name], value if isinstance(value, list) else [value]
        assert control.options is None or set(values) <= set(control.options), (name, values, control.options)
        control.value = values

    def sent(self, pressed=None):
        """What goes out when a button is pressed: the one that sends it unless another, by name and value, is meant."""
        assert pressed is None or pressed in self.buttons, (pressed, self.buttons)
        name, value = pressed or min(self.buttons, key=lambda button: button[0] is not None)
        filled = {name: control.value for name, control in self.controls.items() if control.value}
        return filled | ({name: [value]} if name else {})
