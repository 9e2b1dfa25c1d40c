package scrutable.tensor.io;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Writes a [Json] value, for people or for programs.
final class JsonWriter {
  private static final int LINE = 100;

  private JsonWriter() {}

  /// For people: indented by two blanks a level; a container that holds only single values stays on one line
  /// when it is short.
  static void appendIndented(Json json, String indent, StringBuilder out) {
    switch (json) {
      case Json.Fields(var map) when !map.isEmpty() -> {
        int start = out.length();
        if (map.values().stream().allMatch(JsonWriter::isSingle)) {
          appendFields(map.entrySet().iterator(), " ", indent, out.append('{'), " }");
          if (out.length() - start + indent.length() <= LINE) {
            return;
          }
          out.setLength(start);
        }
        String line = "\n" + indent;
        appendFields(map.entrySet().iterator(), line + "  ", indent + "  ", out.append('{'), line + "}");
      }
      case Json.Items(var list) when !list.isEmpty() -> {
        int start = out.length();
        if (list.stream().allMatch(JsonWriter::isSingle)) {
          appendItems(list.iterator(), "", " ", indent, out.append('['), "]");
          if (out.length() - start + indent.length() <= LINE) {
            return;
          }
          out.setLength(start);
        }
        String line = "\n" + indent + "  ";
        appendItems(list.iterator(), line, line, indent + "  ", out.append('['), "\n" + indent + "]");
      }
      case Json.Text(var value) -> appendSafeString(value, out);
      default -> appendCompact(json, out);
    }
  }

  private static boolean isSingle(Json json) {
    return !(json instanceof Json.Fields || json instanceof Json.Items);
  }

  private static void appendFields(Iterator<Map.Entry<String, Json>> fields, String before,
      String indent, StringBuilder out, String end) {
    while (fields.hasNext()) {
      var field = fields.next();
      appendSafeString(field.getKey(), out.append(before));
      appendIndented(field.getValue(), indent, out.append(": "));
      out.append(fields.hasNext() ? "," : end);
    }
  }

  private static void appendItems(Iterator<Json> items, String first, String next, String indent,
      StringBuilder out, String end) {
    String before = first;
    while (items.hasNext()) {
      appendIndented(items.next(), indent, out.append(before));
      out.append(items.hasNext() ? "," : end);
      before = next;
    }
  }

  /// For programs: no blanks at all, and strings with no more escapes than RFC 8259 demands.
  static void appendCompact(Json json, StringBuilder out) {
    switch (json) {
      case Json.Fields(var map) -> {
        String before = "{";
        for (Map.Entry<String, Json> field : map.entrySet()) {
          appendString(field.getKey(), out.append(before));
          appendCompact(field.getValue(), out.append(':'));
          before = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
      }
      case Json.Items(List<Json> list) -> {
        String before = "[";
        for (Json item : list) {
          appendCompact(item, out.append(before));
          before = ",";
        }
        out.append(list.isEmpty() ? "[]" : "]");
      }
      case Json.Text(var value) -> appendString(value, out);
      case Json.Number(var literal) -> out.append(literal);
      case Json.Bool(var value) -> out.append(value);
      case Json.Null() -> out.append("null");
    }
  }

  private static void appendString(String text, StringBuilder out) {
    out.append('"');
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        default -> {
          if (c < ' ') {
            appendEscape(c, out);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// A string that survives whatever handles the text next: surrogates, and the two line separators that
  /// are none in JSON but were in JavaScript, are written as escapes too.
  private static void appendSafeString(String text, StringBuilder out) {
    out.append('"');
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
            appendEscape(c, out);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// The unit of UTF-16 as `\\u001b`.
  static void appendEscape(char c, StringBuilder out) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(Character.forDigit(c >> shift & 15, 16));
    }
  }
}
