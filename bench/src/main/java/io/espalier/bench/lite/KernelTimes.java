// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.bench.Arguments;
import io.espalier.bench.LatencyInTurn;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.quantize.constant.DynamicRangeQuantizer;
import io.espalier.lite.quantize.constant.WeightOnlyQuantizer;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.PReLU;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Maximum;
import io.espalier.model.layer.merging.Minimum;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.merging.Subtract;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.tensor.Padding;
import io.espalier.runtime.calibrate.Calibrator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How long TFLite's kernels take for one operator in each form, against its float kernel, in turn. The kernel table says what follows from it. */
public final class KernelTimes {
    private static final int[] IMAGE = {56, 56, 64};
    private static final int[] VECTOR = {1024};
    private static final int RUNS = 100;

    private KernelTimes() {}

    /** A network of one operator. */
    private record Measured(String name, Model network, boolean hasWeights) {
        Optional<Graph> stored(UnaryOperator<Graph> quantizer, Graph floats) {
            return hasWeights ? Optional.of(quantizer.apply(floats)) : Optional.empty();
        }
    }

    /** Prints a Markdown table. */
    public static void run(Arguments arguments, PrintStream out) throws IOException {
        int rounds = arguments.number(0, 5);
        out.println(
                "| operator | float, µs | hybrid | int8 behind DEQUANTIZE | int4 behind DEQUANTIZE | hybrid int4 | int8 |");
        out.println("|---|---|---|---|---|---|---|");
        for (Measured one : networks()) {
            Graph floats = Converter.convert(one.network());
            StringBuilder row = new StringBuilder();
            double micros = 0;
            for (Optional<Graph> form : forms(one, floats)) {
                if (form.isEmpty()) {
                    row.append(" | ");
                    continue;
                }
                LatencyInTurn latency = LatencyInTurn.of(form.get(), floats, rounds, RUNS);
                micros = latency.second();
                row.append(String.format(Locale.US, " | %.2f", latency.ratio()));
            }
            out.printf(Locale.US, "| %s | %.1f%s |%n", one.name(), micros, row);
        }
    }

    /** Hybrid, both kinds of stored weights, hybrid int4, and int8; empty where there is no such form. */
    private static List<Optional<Graph>> forms(Measured one, Graph floats) {
        List<Optional<Graph>> forms = new ArrayList<>();
        forms.add(one.stored(DynamicRangeQuantizer.HYBRID_THROUGHOUT::quantize, floats));
        forms.add(one.stored(Quantizer.of(Recipe.named("weight_only_int8"))::quantize, floats));
        forms.add(one.stored(new WeightOnlyQuantizer(TensorType.INT4, WeightOptions.USUAL)::quantize, floats));
        Graph int4 = Quantizer.of(Recipe.named("weight_only_int4")).quantize(floats);
        boolean isHybrid =
                int4.main().operators().size() == floats.main().operators().size();
        forms.add(one.hasWeights() && isHybrid ? Optional.of(int4) : Optional.empty());
        forms.add(Optional.of(
                integers(Recipe.parse("{quantize: int8, input_type: int8, output_type: int8, strict: true}"), floats)));
        return forms;
    }

    private static Graph integers(Recipe recipe, Graph floats) {
        return Quantizer.of(recipe)
                .withCalibration(Calibrator.ofSamples(RandomSamples.between(-3, 9, floats)))
                .quantize(floats);
    }

    private static List<Measured> networks() {
        List<Measured> all = new ArrayList<>(List.of(
                weighted("CONV_2D 3x3", Conv2D.of(64, 3).withPadding(Padding.SAME), IMAGE),
                weighted("CONV_2D 1x1", Conv2D.of(64, 1), IMAGE),
                weighted("DEPTHWISE_CONV_2D 3x3", DepthwiseConv2D.of(3).withPadding(Padding.SAME), 56, 56, 128),
                weighted("TRANSPOSE_CONV 3x3", Conv2DTranspose.of(64, 3), IMAGE),
                weighted("FULLY_CONNECTED", Dense.of(1024), VECTOR),
                weighted("PRELU", new PReLU(List.of(1, 2)), IMAGE),
                one("AVERAGE_POOL_2D", AveragePooling2D.of(2)),
                one("AVERAGE_POOL_2D over everything", AveragePooling2D.of(56)),
                one("MEAN over height and width", new GlobalAveragePooling2D()),
                one("MAX_POOL_2D", MaxPooling2D.of(2)),
                two("ADD", new Add()),
                two("SUB", new Subtract()),
                two("MUL", new Multiply()),
                two("MAXIMUM", new Maximum()),
                two("MINIMUM", new Minimum())));
        for (ActivationFunction function : List.of(
                ActivationFunction.RELU,
                ActivationFunction.RELU6,
                ActivationFunction.HARD_SWISH,
                ActivationFunction.LEAKY_RELU,
                ActivationFunction.ELU,
                ActivationFunction.GELU,
                ActivationFunction.SIGMOID,
                ActivationFunction.TANH,
                ActivationFunction.SOFTMAX,
                ActivationFunction.LOG_SOFTMAX,
                ActivationFunction.EXPONENTIAL)) {
            all.add(one(function.name(), Activation.of(function)));
        }
        return all;
    }

    private static Measured weighted(String name, Layer layer, int... input) {
        return new Measured(name, Model.sequential().input(input).add(layer).build(1), true);
    }

    private static Measured one(String name, Layer layer) {
        return new Measured(name, Model.sequential().input(IMAGE).add(layer).build(1), false);
    }

    private static Measured two(String name, Layer layer) {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor left = builder.input(IMAGE);
        return new Measured(name, builder.build(1, builder.apply(layer, left, builder.input(IMAGE))), false);
    }
}
