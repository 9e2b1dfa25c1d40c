package scrutable.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scrutable.autograd.Functions;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Reference;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

@DisplayName("Each layer agrees with a second implementation, forward and backward")
class LayerReferenceTest {
  private Reference reference;

  /// Output, gradient of the input (if it has one) and gradients of all parameters.
  private void check(String name, Module layer) {
    Tensor input = reference.get(name + ".input");
    boolean indices = input.dtype() == DType.INT32;
    Variable x = indices ? Variable.constant(input) : Variable.tracked(input);
    Variable y = layer.forward(x);
    reference.assertMatches(name + ".output", y.value());
    Variable total = y.mul(Variable.constant(reference.get(name + ".upstream"))).sum();
    if (!indices) {
      reference.assertMatches(name + ".gradient.input", Gradients.of(total, x).get(x));
    }
    Map<String, Parameter> parameters = layer.namedParameters();
    parameters.forEach((key, parameter) ->
        reference.assertMatches(name + ".gradient." + key, Gradients.of(total, parameter).get(parameter)));
    long gradients = reference.under(name + ".gradient.").keySet().stream()
        .filter(key -> !key.equals("input")).count();
    assertEquals(gradients, parameters.size(), "number of parameters of " + name);
  }

  private Tensor get(String name) {
    return reference.get(name);
  }

  private void read(DType dtype) {
    reference = Reference.read("layers", dtype);
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void convolutions(DType dtype) {
    read(dtype);
    check("conv2d", Conv2d.of(get("conv2d.weight"), get("conv2d.bias"), new Window(3, 2, 1, 1, 1, 1, 2, 2)));
    check("conv1d", Conv1d.of(get("conv1d.weight"), get("conv1d.bias"), 2, 2, 2));
    check("conv_transpose2d", ConvTranspose2d.of(get("conv_transpose2d.weight"), get("conv_transpose2d.bias"),
        Window.square(3, 2, 1), 1));
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void normalisations(DType dtype) {
    read(dtype);
    check("group_norm", GroupNorm.of(2, get("group_norm.weight"), get("group_norm.bias")));
    check("layer_norm", LayerNorm.of(get("layer_norm.weight"), get("layer_norm.bias")));
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void activations(DType dtype) {
    read(dtype);
    check("silu", new Silu());
    check("gelu", new Gelu());
    check("gelu_tanh", new GeluTanh());
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void embedding(DType dtype) {
    read(dtype);
    check("embedding", Embedding.of(get("embedding.weight")));
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void gruFromAGivenState(DType dtype) {
    read(dtype);
    Gru gru = Gru.of(get("gru.weight_ih_l0"), get("gru.weight_hh_l0"),
        get("gru.bias_ih_l0"), get("gru.bias_hh_l0"));
    Variable x = Variable.tracked(get("gru.input"));
    Variable initial = Variable.tracked(get("gru.initial_state"));                      // (1, N, H)
    Gru.Run run = gru.run(x, initial.squeeze(0));
    reference.assertMatches("gru.output", run.outputs().value());
    reference.assertMatches("gru.output_state", run.last().value().unsqueeze(0));
    Variable total = run.outputs().mul(Variable.constant(get("gru.upstream"))).sum()
        .add(run.last().mul(Variable.constant(get("gru.upstream_state").squeeze(0))).sum());
    reference.assertMatches("gru.gradient.input", Gradients.of(total, x).get(x));
    reference.assertMatches("gru.gradient.initial_state", Gradients.of(total, initial).get(initial));
    gru.namedParameters().forEach((name, parameter) ->
        reference.assertMatches("gru.gradient." + name, Gradients.of(total, parameter).get(parameter)));
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void attentionWithAndWithoutAMask(DType dtype) {
    read(dtype);
    checkAttention("attention", false);
    checkAttention("attention_causal", true);
  }

  /// There the projections are stacked in one matrix: query, key, value.
  private void checkAttention(String name, boolean causal) {
    Linear[] projections = new Linear[3];
    for (int i = 0; i < 3; i++) {
      projections[i] = Linear.of(get(name + ".in_proj_weight").slice(0, 6 * i, 6 * i + 6),
          get(name + ".in_proj_bias").slice(0, 6 * i, 6 * i + 6));
    }
    Linear output = Linear.of(get(name + ".out_proj.weight"), get(name + ".out_proj.bias"));
    MultiHeadAttention open =
        MultiHeadAttention.of(2, projections[0], projections[1], projections[2], output);
    MultiHeadAttention attention = causal ? open.causal() : open;
    Variable x = Variable.tracked(get(name + ".input"));
    Variable y = attention.forward(x);
    reference.assertMatches(name + ".output", y.value());
    reference.assertMatches(name + ".weights", attention.weights(x, x, null).value());
    Variable total = y.mul(Variable.constant(get(name + ".upstream"))).sum();
    Gradients gradients = Gradients.of(total, attention.parameters());
    reference.assertMatches(name + ".gradient.input", Gradients.of(total, x).get(x));
    reference.assertMatches(name + ".gradient.out_proj.weight", gradients.get(output.weight()));
    reference.assertMatches(name + ".gradient.out_proj.bias", gradients.get(output.bias()));
    Tensor[] weights = new Tensor[3];
    Tensor[] biases = new Tensor[3];
    for (int i = 0; i < 3; i++) {
      weights[i] = gradients.get(projections[i].weight());
      biases[i] = gradients.get(projections[i].bias());
    }
    reference.assertMatches(name + ".gradient.in_proj_weight", Joining.concat(0, weights));
    reference.assertMatches(name + ".gradient.in_proj_bias", Joining.concat(0, biases));
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void affineWarps(DType dtype) {
    read(dtype);
    Variable theta = Variable.tracked(get("affine_warp.theta"));
    Variable image = Variable.tracked(get("affine_warp.input"));
    Variable warped = Functions.sample(image, Functions.affineGrid(theta, 4, 7));
    reference.assertMatches("affine_warp.output", warped.value());
    Variable total = warped.mul(Variable.constant(get("affine_warp.upstream"))).sum();
    reference.assertMatches("affine_warp.gradient.input", Gradients.of(total, image).get(image));
    reference.assertMatches("affine_warp.gradient.theta", Gradients.of(total, theta).get(theta));
  }
}
