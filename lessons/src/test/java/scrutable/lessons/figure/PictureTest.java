package scrutable.lessons.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureTest {
  @Test
  void aPngHasTheBytesOfTheSpecification() {
    // Written out by hand from the specification; checksums by Python's zlib.
    assertEquals("89504e470d0a1a0a"
        + "0000000d" + "49484452" + "00000002" + "00000001" + "0800000000" + "d1492056"
        + "0000000e" + "49444154" + "7801" + "01" + "0300" + "fcff" + "0000ff" + "01020100" + "b7012ef7"
        + "00000000" + "49454e44" + "ae426082",
        HexFormat.of().formatHex(Png.encode(2, 1, 1, new byte[] {0, (byte) 255})));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "28, 28, 1", "5, 3, 3", "3, 7, 4", "300, 400, 1", "200, 150, 3"})
  void anotherReaderSeesThePixelsThatWereWritten(int width, int height, int channels) throws Exception {
    byte[] pixels = new byte[width * height * channels];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31 + 7);
    }
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Png.encode(width, height, channels, pixels)));
    assertEquals(width, image.getWidth());
    assertEquals(height, image.getHeight());
    byte[] read = new byte[pixels.length];
    int[] pixel = new int[4];
    for (int i = 0; i < width * height; i++) {
      image.getRaster().getPixel(i % width, i / width, pixel);
      for (int channel = 0; channel < channels; channel++) {
        read[i * channels + channel] = (byte) pixel[channel];
      }
    }
    assertArrayEquals(pixels, read);
  }

  @Test
  void channelsComeFirstInTheValuesAndLastInThePixels() {
    Picture picture = Picture.of(new float[] {0, 1, 0.5f, 2, -1, 0.2f}, 3, 1, 2);
    assertArrayEquals(new byte[] {0, (byte) 128, 0, (byte) 255, (byte) 255, 51}, picture.pixels());
    assertArrayEquals(picture.pixels(),
        Picture.of(new float[][][] {{{0, 1}}, {{0.5f, 2}}, {{-1, 0.2f}}}).pixels());
  }

  @Test
  void signedValuesAreBlueWhiteAndVermilion() {
    byte[] pixels = Picture.signed(new float[] {-1, 0, 1}, 1, 1, 3, 1).pixels();
    assertEquals("00426bf7f7f77f3800", HexFormat.of().formatHex(pixels));
  }

  @Test
  void theColourMapPassesThroughItsAnchors() {
    assertEquals(0x440154, ColourMap.SEQUENTIAL.at(0));
    assertEquals(0x2A788E, ColourMap.SEQUENTIAL.at(0.4));
    assertEquals(0xFDE725, ColourMap.SEQUENTIAL.at(1));
    assertEquals(0xFDE725, ColourMap.SEQUENTIAL.at(7));
    assertEquals(0xF7F7F7, ColourMap.DIVERGING.at(0.5));
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Picture.of(new float[3], 1, 2, 2));
    assertThrows(IllegalArgumentException.class, () -> Picture.of(new float[8], 2, 2, 2));
    assertThrows(IllegalArgumentException.class, () -> Png.encode(1, 1, 2, new byte[2]));
    var error = assertThrows(IllegalArgumentException.class, () ->
        new HeatMap("h", "", "", "", List.of(), List.of(),
        new double[][] {{1, 2}, {3}}, false));
    assertTrue(error.getMessage().contains("row 1 has 1 values, row 0 has 2"), error.getMessage());
  }
}
