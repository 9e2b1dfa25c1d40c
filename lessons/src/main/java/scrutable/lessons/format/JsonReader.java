package scrutable.lessons.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Reads one JSON text by recursive descent; nesting is limited so that a hostile file cannot overflow
/// the stack.
final class JsonReader {
  private static final int MAX_DEPTH = 100;

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  Json read() {
    Json value = value();
    blanks();
    if (at != text.length()) {
      throw error("nothing more was expected after the value");
    }
    return value;
  }

  private Json value() {
    blanks();
    return switch (peek()) {
      case '{' -> nested('{');
      case '[' -> nested('[');
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Bool(true));
      case 'f' -> word("false", new Json.Bool(false));
      case 'n' -> word("null", new Json.Null());
      default -> number();
    };
  }

  private Json nested(char open) {
    if (++depth > MAX_DEPTH) {
      throw error("more than " + MAX_DEPTH + " levels of nesting");
    }
    at++;
    Json json = open == '{' ? object() : array();
    depth--;
    return json;
  }

  private Json object() {
    var map = new LinkedHashMap<String, Json>();
    blanks();
    if (skip('}')) {
      return new Json.Fields(map);
    }
    do {
      blanks();
      String name = string();
      blanks();
      expect(':');
      if (map.put(name, value()) != null) {
        throw error("the field \"" + name + "\" occurs twice");
      }
      blanks();
    } while (skip(','));
    expect('}');
    return new Json.Fields(map);
  }

  private Json array() {
    var list = new ArrayList<Json>();
    blanks();
    if (skip(']')) {
      return new Json.Items(list);
    }
    do {
      list.add(value());
      blanks();
    } while (skip(','));
    expect(']');
    return new Json.Items(list);
  }

  private String string() {
    expect('"');
    var out = new StringBuilder();
    while (!skip('"')) {
      char c = peek();
      if (c < 0x20) {
        throw error("a control character inside a string");
      }
      at++;
      out.append(c == '\\' ? escape() : c);
    }
    return out.toString();
  }

  private char escape() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(peek(), 16);
          if (digit < 0) {
            throw error("four hexadecimal digits were expected");
          }
          code = code * 16 + digit;
          at++;
        }
        yield (char) code;
      }
      default -> throw error("unknown escape \\" + c);
    };
  }

  private Json number() {
    int start = at;
    skip('-');
    if (!skip('0')) {
      digits();
    }
    if (skip('.')) {
      digits();
    }
    if (skip('e') || skip('E')) {
      if (!skip('+')) {
        skip('-');
      }
      digits();
    }
    return new Json.Number(text.substring(start, at));
  }

  private void digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw error("a value was expected");
    }
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) {
      throw error("a value was expected");
    }
    at += word.length();
    return value;
  }

  private void blanks() {
    while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at == text.length()) {
      throw error("the text ends too early");
    }
    return text.charAt(at);
  }

  private boolean skip(char c) {
    boolean here = at < text.length() && text.charAt(at) == c;
    at += here ? 1 : 0;
    return here;
  }

  private void expect(char c) {
    if (!skip(c)) {
      throw error("'" + c + "' was expected");
    }
  }

  private IllegalArgumentException error(String what) {
    return new IllegalArgumentException("JSON: " + what + ", at character " + at);
  }
}
