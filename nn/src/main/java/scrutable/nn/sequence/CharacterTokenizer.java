package scrutable.nn.sequence;

import java.util.List;

/// Single characters: Unicode code points as they are, spaces and line ends among them. No capital is changed and
/// nothing is lost, so tokens put together are the text.
public record CharacterTokenizer() implements Tokenizer {
  @Override
  public List<String> tokens(String text) {
    return text.codePoints().mapToObj(Character::toString).toList();
  }

  @Override
  public String text(List<String> tokens) {
    return String.join("", tokens);
  }
}
