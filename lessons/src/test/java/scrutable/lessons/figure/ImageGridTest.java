package scrutable.lessons.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ImageGridTest {
  private static final Picture DIGIT = new Picture(28, 28, 1, new byte[28 * 28]);

  @Test
  void fewPicturesAreLargeAndTheirCaptionsStayWhole() {
    String svg = row(4, "no longer a seven").svg();
    assertEquals(84, pictureWidth(svg));
    assertTrue(svg.contains(">no longer a seven<"), svg);
  }

  /// Of 400 pixels, a letter of the captions then has at least 7.
  @Test
  void aGridOfManyColumnsStaysNarrowEnoughToBeReadOnATelephone() {
    for (int count = 1; count <= 8; count++) {
      String svg = row(count, "taken for a nine, 99.5 %").svg();
      assertTrue(width(svg) * 7 <= 400 * 11.5, count + " columns are " + width(svg) + " wide");
      assertEquals(0, pictureWidth(svg) % 28, "each pixel is a whole number of units wide");
    }
  }

  @Test
  void aBrokenCaptionKeepsSignsAndUnitsWithTheirWords() {
    String svg = ImageGrid.of("t", List.of(Collections.nCopies(8, Tile.wrong(DIGIT, "seven 99.5 %")))).svg();
    assertTrue(svg.contains(">✗\u00A0seven<") && svg.contains(">99.5\u00A0%<"), svg);
  }

  @Test
  void aDrawingIsAsLargeAsAPictureAndTurnsAroundInTheDark() {
    float[] ink = new float[150 * 150];
    ink[0] = 1;
    Picture drawing = Picture.drawing(ink, 150, 150);
    assertEquals(0, drawing.pixels()[0], "ink is black");
    assertEquals((byte) 255, drawing.pixels()[1], "paper is white");
    String svg = ImageGrid.of("t", List.of(List.of(Tile.of(drawing)))).svg();
    assertEquals(96, pictureWidth(svg));
    String dark = "@media \\(prefers-color-scheme:dark\\)\\{\n\\.\\S+ \\.drawing\\{filter:invert";
    assertTrue(Pattern.compile(dark).matcher(svg).find(), svg);
    assertFalse(row(1, "x").svg().contains("filter:invert"), "a photograph is not turned around");
  }

  private static ImageGrid row(int count, String caption) {
    return ImageGrid.of("t", List.of(Collections.nCopies(count, Tile.of(DIGIT, caption))));
  }

  private static double width(String svg) {
    return number(svg, "viewBox=\"0 0 ([\\d.]+) ");
  }

  private static double pictureWidth(String svg) {
    return number(svg, "<image [^>]*width=\"([\\d.]+)\"");
  }

  private static double number(String svg, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(svg);
    assertTrue(matcher.find(), svg);
    return Double.parseDouble(matcher.group(1));
  }
}
