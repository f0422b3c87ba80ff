// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Options;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.TrainedQuantization.WeightGrid.Scales;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fake quantization, as quantization-aware training leaves it. An activation gets the operator FAKE_QUANT, which becomes a range when the graph is
 * quantized. Weights are rounded here, and know their grid.
 */
final class QuantizationRules {
    private QuantizationRules() {}

    /** The rule of an operator of this family; null for another. */
    static @Nullable NodeRule of(String operator) {
        return switch (operator) {
            case "FakeQuantWithMinMaxArgs" -> NodeRule.of(QuantizationRules::byAttributes);
            case "FakeQuantWithMinMaxVars" -> NodeRule.of(QuantizationRules::byRange);
            case "FakeQuantWithMinMaxVarsPerChannel" -> NodeRule.of(QuantizationRules::byChannel);
            default -> null;
        };
    }

    private static Value byAttributes(NodeCall call) {
        return rounded(call, call.node().real("min", -6), call.node().real("max", 6));
    }

    private static Value byRange(NodeCall call) {
        return rounded(call, call.floats(1, "minimum")[0], call.floats(2, "maximum")[0]);
    }

    private static Value rounded(NodeCall call, float min, float max) {
        if (call.input(0) instanceof Value.Known weights && weights.type() == DataType.FLOAT) {
            return rounded(call, weights, new float[] {min}, new float[] {max});
        }
        Options options = Options.of(OptionsTable.FAKE_QUANT)
                .with("min", min)
                .with("max", max)
                .with("num_bits", bits(call))
                .with("narrow_range", call.node().flag("narrow_range", false));
        return call.operator(BuiltinOperator.FAKE_QUANT, options, call.type(0), call.shape(0), call.input(0));
    }

    private static Value byChannel(NodeCall call) {
        if (call.input(0) instanceof Value.Known weights && weights.type() == DataType.FLOAT) {
            return rounded(call, weights, call.floats(1, "minimum"), call.floats(2, "maximum"));
        }
        throw new LoweringException("it rounds each channel of an activation; TFLite rounds channels of weights only");
    }

    private static int bits(NodeCall call) {
        return (int) call.node().whole("num_bits", 8);
    }

    /** Weights rounded to a grid for each channel, which is their last dimension, or to one for all. */
    private static Value rounded(NodeCall call, Value.Known weights, float[] min, float[] max) {
        int bits = bits(call);
        boolean isNarrow = call.node().flag("narrow_range", false);
        int channels = min.length;
        if (max.length != channels
                || (channels > 1 && weights.shape().get(weights.shape().size() - 1) != channels)) {
            throw new LoweringException(
                    "its ranges are for " + channels + " channels, but its input has the shape " + weights.shape());
        }
        Grid[] grids = new Grid[channels];
        List<Double> scales = new ArrayList<>();
        boolean isSymmetric = isNarrow && bits >= 2 && bits <= 8;
        for (int channel = 0; channel < channels; channel++) {
            grids[channel] = Grid.of(min[channel], max[channel], bits, isNarrow);
            scales.add(Grid.exactScale(min[channel], max[channel], bits, isNarrow));
            isSymmetric &= min[channel] == -max[channel];
        }
        ByteBuffer values = weights.tensor().values();
        ByteBuffer rounded = ByteBuffer.allocate(values.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; values.hasRemaining(); i++) {
            rounded.putFloat(grids[i % channels].round(values.getFloat()));
        }
        TrainedValues trained = isSymmetric
                ? TrainedValues.of(new WeightGrid(bits, channels > 1 ? Scales.EACH_CHANNEL : Scales.ONE_BEFORE_FOLDING))
                        .withScales(scales)
                : TrainedValues.NONE;
        ConstantTensor tensor =
                ConstantTensor.of(DataType.FLOAT, weights.tensor().shape(), rounded.flip());
        return new Value.Known(weights.name(), tensor, trained);
    }

    /** A range moved so that zero is one of its steps, as TensorFlow moves it. */
    private record Grid(float scale, float least, float most) {
        static Grid of(float min, float max, int bits, boolean isNarrow) {
            if (!(min <= 0 && max >= 0 && min < max)) {
                throw new LoweringException("the range [" + min + ", " + max + "] of its values does not contain zero");
            }
            float first = isNarrow ? 1 : 0;
            float last = (1 << bits) - 1;
            float scale = (max - min) / (last - first);
            float zero = first - min / scale;
            float place = zero < first ? first : zero > last ? last : Math.round(zero);
            return new Grid(scale, (first - place) * scale, (last - place) * scale);
        }

        // What a converter stores; TensorFlow rounds by one of float32, which may be a last digit away.
        static double exactScale(float min, float max, int bits, boolean isNarrow) {
            return ((double) max - min) / ((1 << bits) - 1 - (isNarrow ? 1 : 0));
        }

        float round(float value) {
            float clamped = Math.min(Math.max(value, least), most);
            return (float) Math.floor((clamped - least) / scale + 0.5f) * scale + least;
        }
    }
}
