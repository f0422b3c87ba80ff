// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.tensor.Padding;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.calibrate.Calibrator.SampleInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A block of MobileNetV3, most of which is quicker in float. */
class FloatIslandsRunTest {
    private static final int SIDE = 28;

    private static final Graph FLOATS = Converter.convert(Model.sequential()
            .input(SIDE, SIDE, 3)
            .add(Conv2D.of(64, 1).withActivation(ActivationFunction.HARD_SWISH))
            .add(DepthwiseConv2D.of(5).withPadding(Padding.SAME).withActivation(ActivationFunction.HARD_SWISH))
            .add(Conv2D.of(16, 1))
            .add(new GlobalAveragePooling2D())
            .build(1));

    @Test
    void aBlockThatIsQuickerInFloatComputesTheSameAndKeepsItsWeightsInInt8() {
        float[] x = new float[SIDE * SIDE * 3];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i * 37 % 101) / 101f;
        }
        ByteBuffer values = ByteBuffer.allocateDirect(x.length * Float.BYTES).order(ByteOrder.nativeOrder());
        values.asFloatBuffer().put(x);
        SampleInput sample = new SampleInput(List.of(1, SIDE, SIDE, 3), values);
        String input = FLOATS.main().tensor(FLOATS.main().inputs().get(0)).name();

        Quantized quantized = Quantizer.of(Recipe.named("int8"))
                .withCalibration(Calibrator.ofSamples(List.of(Map.of(input, sample))))
                .run(FLOATS);

        assertThat(quantized.plan().floatOperators())
                .extracting(OperatorDecision::operator)
                .containsExactly("HARD_SWISH", "DEPTHWISE_CONV_2D", "HARD_SWISH");
        assertThat(quantized.graph().main().tensors())
                .filteredOn(tensor -> tensor.isConstant() && tensor.elements() == 5 * 5 * 64)
                .singleElement()
                .matches(weights -> weights.type() == TensorType.INT8);
        assertThat(Running.run(quantized.graph(), x)).containsExactly(Running.run(FLOATS, x), within(0.02f));
    }
}
