package scrutable.lessons.format;

import java.util.Iterator;
import java.util.Map;

/// Writes a [Json] value; a container that holds only single values stays on one line when it is short.
final class JsonWriter {
  private static final int LINE = 100;

  private JsonWriter() {}

  static void append(Json json, String indent, StringBuilder out) {
    switch (json) {
      case Json.Fields(var map) when map.isEmpty() -> out.append("{}");
      case Json.Items(var list) when list.isEmpty() -> out.append("[]");
      case Json.Fields(var map) -> {
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
      case Json.Items(var list) -> {
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
      case Json.Text(var value) -> appendString(value, out);
      case Json.Number(var literal) -> out.append(literal);
      case Json.Bool(var value) -> out.append(value);
      case Json.Null() -> out.append("null");
    }
  }

  private static boolean isSingle(Json json) {
    return !(json instanceof Json.Fields || json instanceof Json.Items);
  }

  private static void appendFields(Iterator<Map.Entry<String, Json>> fields, String before,
      String indent, StringBuilder out, String end) {
    while (fields.hasNext()) {
      var field = fields.next();
      appendString(field.getKey(), out.append(before));
      append(field.getValue(), indent, out.append(": "));
      out.append(fields.hasNext() ? "," : end);
    }
  }

  private static void appendItems(Iterator<Json> items, String first, String next, String indent,
      StringBuilder out, String end) {
    String before = first;
    while (items.hasNext()) {
      append(items.next(), indent, out.append(before));
      out.append(items.hasNext() ? "," : end);
      before = next;
    }
  }

  private static void appendString(String text, StringBuilder out) {
    out.append('"');
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              out.append(Character.forDigit(c >> shift & 15, 16));
            }
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
