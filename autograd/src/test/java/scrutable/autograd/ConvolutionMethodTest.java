package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.tensor.ConvolutionMethod.DIRECT;
import static scrutable.tensor.ConvolutionMethod.WINOGRAD;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.tensor.ConvolutionMethod;
import scrutable.tensor.Rng;
import scrutable.tensor.Window;

/// The method of a convolution is handed on to its derivatives; their values are rows of [OpCatalogue].
class ConvolutionMethodTest {
  private static final Window SAME = Window.square(3, 1, 1);

  private final Rng rng = Rng.seed(3);

  private Variable draw(int... shape) {
    return Variable.tracked(rng.normal(shape));
  }

  @Test
  void derivativesOfAnyOrderAreComputedByTheMethodOfTheConvolution() {
    for (ConvolutionMethod method : ConvolutionMethod.values()) {
      Variable x = draw(2, 3, 6, 6);
      Variable w = draw(4, 3, 3, 3);
      Variable y = Functions.conv2d(x, w, null, SAME, method);
      assertEquals(method, assertInstanceOf(ConvolutionOp.Conv2d.class, y.op()).method());
      Variable g = draw(2, 4, 6, 6);
      Variable gx = y.op().vjp(0, g, new Variable[] {x, w}, y);
      Variable gw = y.op().vjp(1, g, new Variable[] {x, w}, y);
      assertEquals(method, assertInstanceOf(ConvolutionOp.InputGradient.class, gx.op()).method());
      assertEquals(method, assertInstanceOf(ConvolutionOp.WeightGradient.class, gw.op()).method());
      Variable first = gx.op().vjp(0, draw(2, 3, 6, 6), new Variable[] {g, w}, gx);
      Variable second = gx.op().vjp(1, draw(2, 3, 6, 6), new Variable[] {g, w}, gx);
      assertEquals(method, assertInstanceOf(ConvolutionOp.Conv2d.class, first.op()).method());
      assertEquals(method, assertInstanceOf(ConvolutionOp.WeightGradient.class, second.op()).method());
      Variable third = gw.op().vjp(0, draw(4, 3, 3, 3), new Variable[] {x, g}, gw);
      Variable fourth = gw.op().vjp(1, draw(4, 3, 3, 3), new Variable[] {x, g}, gw);
      assertEquals(method, assertInstanceOf(ConvolutionOp.InputGradient.class, third.op()).method());
      assertEquals(method, assertInstanceOf(ConvolutionOp.Conv2d.class, fourth.op()).method());
    }
  }

  @Test
  void withoutAMethodAllAreDirect() {
    Variable x = draw(1, 1, 4, 4);
    Variable w = draw(1, 1, 3, 3);
    assertEquals(DIRECT, ((ConvolutionOp.Conv2d) Functions.conv2d(x, w, SAME).op()).method());
    assertEquals(DIRECT, ((ConvolutionOp.Conv2dRelu) Functions.conv2dRelu(x, w, null, SAME).op()).method());
    assertEquals(DIRECT, new ConvolutionOp.InputGradient(x.shape(), SAME).method());
    assertEquals(DIRECT, new ConvolutionOp.WeightGradient(SAME).method());
  }

  @Test
  void aWindowThatTheMethodCannotComputeIsRefusedByEachOperation() {
    Window w = Window.square(3, 2, 1);
    for (Runnable run : List.<Runnable>of(() -> new ConvolutionOp.Conv2d(w, WINOGRAD),
        () -> new ConvolutionOp.Conv2dRelu(w, WINOGRAD), () -> new ConvolutionOp.WeightGradient(w, WINOGRAD),
        () -> new ConvolutionOp.InputGradient(new int[] {1, 1, 5, 5}, w, WINOGRAD),
        () -> Functions.conv2d(draw(1, 1, 5, 5), draw(1, 1, 3, 3), null, w, WINOGRAD),
        () -> Functions.conv2dRelu(draw(1, 1, 5, 5), draw(1, 1, 5, 5), null, SAME, WINOGRAD))) {
      String message = assertThrows(IllegalArgumentException.class, run::run).getMessage();
      assertTrue(message.contains("Winograd's method needs a kernel of 3x3, stride 1x1"), message);
    }
  }
}
