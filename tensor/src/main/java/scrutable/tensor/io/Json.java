package scrutable.tensor.io;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value (RFC 8259): what results and the headers of other formats are written in.
///
/// Reading is strict and safe for texts of strangers: whatever lenient readers forgive is an error that names
/// the place, a name may not occur twice in an object, and nesting is limited.
///
/// Writing is deterministic: fields keep their order, numbers are written exactly. JSON has no NaN and no
/// infinity; they are written as the strings `"NaN"`, `"Infinity"` and `"-Infinity"`.
public sealed interface Json {
  /// An object; the order of the fields is the order of writing.
  record Fields(Map<String, Json> map) implements Json {
    public Fields {
      map = Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
  }

  /// An array.
  record Items(List<Json> list) implements Json {
    public Items {
      list = List.copyOf(list);
    }
  }

  /// A string.
  record Text(String value) implements Json {}

  /// A number, as it is written: nothing is rounded, and a 64-bit seed loses nothing.
  record Number(String literal) implements Json {}

  /// `true`, `false`.
  record Bool(boolean value) implements Json {}

  /// `null`.
  record Null() implements Json {}

  /// An object from names and values in turn; values may be Json, String, Number, Boolean, null or a List.
  static Json object(Object... namesAndValues) {
    var map = new LinkedHashMap<String, Json>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], of(namesAndValues[i + 1]));
    }
    return new Fields(map);
  }

  /// A Json value for a plain Java value: Json, String, Number, Boolean, null or a List of these.
  static Json of(Object value) {
    return switch (value) {
      case null -> new Null();
      case Json json -> json;
      case String text -> new Text(text);
      case Boolean bool -> new Bool(bool);
      case Integer whole -> new Number(whole.toString());
      case Long whole -> new Number(whole.toString());
      case java.lang.Number number -> ofDouble(ShortestDecimal.meant(number));
      case List<?> list -> {
        var items = new ArrayList<Json>();
        list.forEach(item -> items.add(of(item)));
        yield new Items(items);
      }
      default -> throw new IllegalArgumentException("JSON cannot hold a " + value.getClass().getName());
    };
  }

  private static Json ofDouble(double value) {
    return Double.isFinite(value) ? new Number(ShortestDecimal.of(value)) : new Text(Double.toString(value));
  }

  /// Reads one JSON text of at most 100 levels of nesting.
  ///
  /// @throws JsonException if the text is not JSON; the message names the place
  static Json parse(String text) {
    return new JsonReader(text, 100, Integer.MAX_VALUE, true).read();
  }

  /// The field of an object.
  ///
  /// @throws IllegalArgumentException if this is not an object or has no such field
  default Json get(String name) {
    if (this instanceof Fields fields && fields.map().get(name) instanceof Json value) {
      return value;
    }
    throw new IllegalArgumentException("JSON: no field \"" + name + "\" here");
  }

  /// The elements of an array.
  default List<Json> items() {
    if (this instanceof Items items) {
      return items.list();
    }
    throw new IllegalArgumentException("JSON: an array was expected");
  }

  /// The plain text of a string, number, boolean or null.
  default String text() {
    return switch (this) {
      case Text text -> text.value();
      case Number number -> number.literal();
      case Bool bool -> Boolean.toString(bool.value());
      case Null _ -> "";
      case Fields _, Items _ -> throw new IllegalArgumentException("JSON: a single value was expected");
    };
  }

  /// The number, also from the strings `"NaN"` and `"Infinity"`.
  default double number() {
    return Double.parseDouble(text());
  }

  /// The text of this value for people: indented by two blanks, ending in a line feed.
  default String write() {
    var out = new StringBuilder();
    JsonWriter.appendIndented(this, "", out);
    return out.append('\n').toString();
  }

  /// The text of this value for programs: on one line without blanks.
  default String writeCompact() {
    var out = new StringBuilder();
    JsonWriter.appendCompact(this, out);
    return out.toString();
  }
}
