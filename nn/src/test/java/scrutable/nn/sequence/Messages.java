package scrutable.nn.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/// What is thrown at whoever asks for the impossible.
final class Messages {
  private Messages() {}

  static void assertMessage(String expected, Executable work) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, work).getMessage());
  }
}
