package scrutable.tensor.io;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.stream.Collectors;
import scrutable.tensor.Shape;

/// The head of a `.npy` file: what the elements are, in which order, and how many.
///
/// It is a Python dictionary written out, such as `{'descr': '<f4', 'fortran_order': False, 'shape': (2,
/// 3), }`. Full Python is not needed to read it, and not wanted: this reader knows strings, booleans and
/// flat tuples of integers, moves only forwards, and calls nothing recursively, so there is nothing that
/// nesting could exhaust.
///
/// @param element the type of the elements
/// @param byteOrder the order of the bytes in one element
/// @param fortranOrder whether the *first* axis changes fastest in the file
/// @param shape the size of each axis
record NpyHeader(Element element, ByteOrder byteOrder, boolean fortranOrder, int[] shape) {
  /// NumPy itself allows no more axes.
  static final int MOST_AXES = 64;

  /// The element types that are read, by NumPy's code.
  enum Element {
    F4("f4", 4), F8("f8", 8), I4("i4", 4), I8("i8", 8), U1("u1", 1);

    final String code;
    final int bytes;

    Element(String code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }
  }

  /// Understands the text of a header.
  ///
  /// @param text the dictionary with the spaces that fill it up
  /// @param start the place of its first byte in the file
  /// @throws MalformedFileException if the text is not such a dictionary, or if the elements are of a type
  ///     that is not read
  static NpyHeader parse(byte[] text, long start, CheckedInput input) throws IOException {
    return new Parser(new String(text, StandardCharsets.ISO_8859_1), start, input).header();
  }

  /// The text of a header in row-major order, byte for byte as `numpy.save` writes it: with room for the
  /// first size to grow to 21 digits, and filled with spaces to a length of `64 n - before`.
  static byte[] format(String descr, int[] shape, int before) {
    String sizes = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String tuple = shape.length == 1 ? "(" + sizes + ",)" : "(" + sizes + ")";
    var text = new StringBuilder("{'descr': '").append(descr)
        .append("', 'fortran_order': False, 'shape': ").append(tuple).append(", }");
    if (shape.length > 0) {
      text.repeat(' ', 21 - Integer.toString(shape[0]).length());
    }
    text.repeat(' ', 63 - (before + text.length()) % 64).append('\n');
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static final class Parser {
    private final String text;
    private final long start;
    private final CheckedInput input;
    private int at;

    private Element element;
    private ByteOrder byteOrder;
    private Boolean fortranOrder;
    private int[] shape;

    Parser(String text, long start, CheckedInput input) {
      this.text = text;
      this.start = start;
      this.input = input;
    }

    NpyHeader header() throws IOException {
      require('{', "a dictionary as {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
      while (!accept('}')) {
        entry();
        if (!accept(',')) {
          require('}', "',' or '}' after an entry of the dictionary");
          break;
        }
      }
      skipSpace();
      if (at < text.length()) {
        throw malformed(at, "the dictionary should be followed by spaces only, but here is " + found());
      }
      requireKey(element, "descr");
      requireKey(fortranOrder, "fortran_order");
      requireKey(shape, "shape");
      return new NpyHeader(element, byteOrder, fortranOrder, shape);
    }

    private void entry() throws IOException {
      skipSpace();
      int keyAt = at;
      String key = string("a key in quotes");
      require(':', "':' after the key '" + key + "'");
      switch (key) {
        case "descr" -> {
          requireNew(element, key, keyAt);
          parseDescr();
        }
        case "fortran_order" -> {
          requireNew(fortranOrder, key, keyAt);
          fortranOrder = parseBoolean();
        }
        case "shape" -> {
          requireNew(shape, key, keyAt);
          shape = parseShape();
        }
        default -> throw malformed(keyAt,
            "unknown key '" + key + "'; the keys are 'descr', 'fortran_order' and 'shape'");
      }
    }

    private void parseDescr() throws IOException {
      skipSpace();
      int descrAt = at;
      if (accept('[')) {
        throw malformed(descrAt, "structured dtypes are not supported; " + supported());
      }
      String descr = string("a dtype in quotes, such as '<f4'");
      for (Element candidate : Element.values()) {
        if (descr.length() == 3 && descr.endsWith(candidate.code)) {
          element = candidate;
        }
      }
      char order = descr.isEmpty() ? ' ' : descr.charAt(0);
      boolean orderKnown = order == '<' || order == '>' || order == '|' && element == Element.U1;
      if (element == null || !orderKnown) {
        String hint = descr.endsWith("b1") ? "; for booleans save a.astype('uint8')" : "";
        throw malformed(descrAt, "dtype '" + descr + "' is not supported; " + supported() + hint);
      }
      byteOrder = order == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static String supported() {
      return "supported are f4 (read as float32), f8 (float64), i4, i8 and u1 (int32), in either byte order";
    }

    private boolean parseBoolean() throws IOException {
      skipSpace();
      for (boolean value : new boolean[] {false, true}) {
        String word = value ? "True" : "False";
        if (text.startsWith(word, at)) {
          at += word.length();
          return value;
        }
      }
      throw malformed(at, "expected True or False, but here is " + found());
    }

    private int[] parseShape() throws IOException {
      skipSpace();
      int shapeAt = at;
      require('(', "a shape as (2, 3)");
      var sizes = new ArrayList<Integer>();
      while (!accept(')')) {
        if (sizes.size() == MOST_AXES) {
          throw malformed(shapeAt, "the shape has more than " + MOST_AXES + " axes");
        }
        sizes.add(parseSize());
        if (!accept(',')) {
          require(')', "',' or ')' after a size");
          break;
        }
      }
      int[] shape = sizes.stream().mapToInt(Integer::intValue).toArray();
      try {
        Shape.elementCount(shape);
      } catch (IllegalArgumentException e) {
        throw malformed(shapeAt, e.getMessage());
      }
      return shape;
    }

    private int parseSize() throws IOException {
      skipSpace();
      int sizeAt = at;
      long size = 0;
      while (at < text.length() && isDigit(text.charAt(at)) && size <= Integer.MAX_VALUE) {
        size = size * 10 + (text.charAt(at++) - '0');
      }
      if (at == sizeAt) {
        throw malformed(at, "expected a size, an integer not below 0, but here is " + found());
      }
      if (size > Integer.MAX_VALUE) {
        throw malformed(sizeAt, "a size of more than 2^31 - 1, the limit of a Java array");
      }
      return (int) size;
    }

    private String string(String expected) throws IOException {
      skipSpace();
      char quote = at < text.length() ? text.charAt(at) : ' ';
      int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
      if (end < 0) {
        throw malformed(at, "expected " + expected + ", but here is " + found());
      }
      String content = text.substring(at + 1, end);
      if (content.length() > 100) {
        throw malformed(at, "expected " + expected + ", but here are " + content.length() + " characters");
      }
      at = end + 1;
      return content;
    }

    private boolean accept(char wanted) {
      skipSpace();
      boolean matches = at < text.length() && text.charAt(at) == wanted;
      at += matches ? 1 : 0;
      return matches;
    }

    private void require(char wanted, String expected) throws IOException {
      if (!accept(wanted)) {
        throw malformed(at, "expected " + expected + ", but here is " + found());
      }
    }

    private void requireNew(Object previous, String key, int keyAt) throws IOException {
      if (previous != null) {
        throw malformed(keyAt, "the key '" + key + "' appears twice");
      }
    }

    private void requireKey(Object value, String key) throws IOException {
      if (value == null) {
        throw malformed(0, "the key '" + key + "' is missing");
      }
    }

    private void skipSpace() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
        at++;
      }
    }

    private String found() {
      String here = text.substring(at, Math.min(at + 12, text.length()));
      return here.isEmpty() ? "the end" : "'" + here + "'";
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    /// The problem may quote the file, but only what can be printed.
    private MalformedFileException malformed(int place, String problem) {
      return input.malformed(start + place, problem.replaceAll("[^ -~]", "?"));
    }
  }
}
