package scrutable.lessons.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    var error = assertThrows(IllegalArgumentException.class, () -> Json.parse(text));
    assertTrue(error.getMessage().startsWith("JSON: "), error.getMessage());
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
