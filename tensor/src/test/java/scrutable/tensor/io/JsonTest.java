package scrutable.tensor.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void whatIsWrittenIsReadBack() {
    Json json = Json.object("text", "a\"b\\c\n\t\0\u2028\uD83D\uDC3C", "seed", Long.MAX_VALUE, "half", 0.5,
        "list", List.of(1, "two", List.of()), "yes", true, "none", null, "nested",
            Json.object("a", Json.object()));
    assertEquals(json, Json.parse(json.write()));
  }

  @Test
  void theBytesAreAsExpected() {
    assertEquals("{\n  \"a\": 1,\n  \"b\": [0.1, \"x\"]\n}\n",
        Json.parse("{\"a\":1,\"b\":[0.1,\"x\"]}").write());
    assertEquals("{\n  \"list\": [\n    { \"a\": 1 }\n  ]\n}\n",
        Json.object("list", List.of(Json.object("a", 1))).write());
    assertEquals("{ \"a\": 1, \"b\": \"\\u0000\\\"\" }\n", Json.object("a", 1, "b", "\0\"").write());
  }

  @Test
  void aLoneSurrogateIsWrittenAsAnEscape() {
    assertEquals("\"\\ud800\"\n", Json.of("\uD800").write());
  }

  @Test
  void nanAndInfinityAreStrings() {
    assertEquals("[\"NaN\", \"-Infinity\"]\n",
        Json.of(List.of(Double.NaN, Double.NEGATIVE_INFINITY)).write());
    assertTrue(Double.isNaN(Json.parse("\"NaN\"").number()));
  }

  @ParameterizedTest
  @ValueSource(strings =
      {"", "{", "[1,]", "{\"a\":1,}", "01", "1.", "tru", "\"a", "\"\\x\"", "\"\\u12g4\"", "[1] 2",
      "{\"a\":1,\"a\":2}", "{a:1}", "nul", "-", "1e", "\"\n\"", "[", "NaN"})
  void brokenTextIsRefusedWithAPosition(String text) {
    var error = assertThrows(JsonException.class, () -> Json.parse(text));
    assertTrue(error.getMessage().matches("JSON: [^\n]+, at line [12], column [0-9]+"), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "[1,2|JSON: expected ',' or ']', found the end of the text, at line 1, column 5",
      "`{\n  \"a\": 1,\n  \"b\": x\n}`|JSON: a value or a digit was expected, found \"x\", at line 3, column 8",
      "`{\n\"a\": 1,\n\"a\": 2}`|JSON: a name appears a second time: \"a\", at line 3, column 1",
      "`\n\n`|JSON: a value or a digit was expected, found the end of the text, at line 3, column 1",
      "[\u001b]|JSON: a value or a digit was expected, found \"\\u001b\", at line 1, column 2",
      "[\"\\u\uff11000\"]|JSON: expected four hexadecimal digits after \\u, found"})
  void theMessageNamesWhatAndWhere(String text, String message) {
    String said = assertThrows(JsonException.class, () -> Json.parse(text)).getMessage();
    assertTrue(said.startsWith(message), said);
  }

  @Test
  void aHundredLevelsAreReadAndOneMoreIsNot() {
    assertEquals("[".repeat(100) + "]".repeat(100),
        Json.parse("[".repeat(100) + "]".repeat(100)).writeCompact());
    assertThrows(JsonException.class, () -> Json.parse("[".repeat(101) + "]".repeat(101)));
  }

  @Test
  void theCompactTextHasNoBlanksAndIsReadBack() {
    Json json = Json.object("a", List.of(1, "\n", List.of()), "b", Json.object(), "c", null, "d", true);
    assertEquals("{\"a\":[1,\"\\u000a\",[]],\"b\":{},\"c\":null,\"d\":true}", json.writeCompact());
    assertEquals(json, Json.parse(json.writeCompact()));
  }

  @Test
  void deepNestingIsRefusedInsteadOfOverflowingTheStack() {
    assertThrows(IllegalArgumentException.class, () -> Json.parse("[".repeat(100_000)));
  }

  @Test
  void aMissingFieldIsNamed() {
    var error = assertThrows(IllegalArgumentException.class, () -> Json.object("a", 1).get("b"));
    assertEquals("JSON: no field \"b\" here", error.getMessage());
  }
}
