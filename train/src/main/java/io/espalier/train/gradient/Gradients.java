// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.gradient;

import io.espalier.train.library.TensorFlowLibrary;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Constant;
import org.tensorflow.op.nn.Conv3d;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.op.quantization.FakeQuantWithMinMaxVars;
import org.tensorflow.op.quantization.FakeQuantWithMinMaxVarsGradient;
import org.tensorflow.op.quantization.FakeQuantWithMinMaxVarsPerChannel;
import org.tensorflow.op.quantization.FakeQuantWithMinMaxVarsPerChannelGradient;
import org.tensorflow.op.quantization.QuantizeAndDequantizeV4Grad;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** Gradients that TensorFlow's C++ library has no entry for, added to its registry. */
public final class Gradients {
    private static final boolean REGISTERED = register();

    private Gradients() {}

    /**
     * Registers them, once in the life of the process, whoever asks first.
     *
     * @return false on Windows, where TensorFlow Java cannot
     */
    public static boolean areRegistered() {
        return REGISTERED;
    }

    // Runs while the class is initialized, under the virtual machine's own lock. What somebody else registered before
    // stays.
    private static boolean register() {
        TensorFlowLibrary.load();
        try {
            TensorFlow.registerCustomGradient(
                    SparseSoftmaxCrossEntropyWithLogits.Inputs.class, Gradients::sparseCrossEntropy);
            TensorFlow.registerCustomGradient(FakeQuantWithMinMaxVars.Inputs.class, Gradients::fakeQuant);
            TensorFlow.registerCustomGradient(
                    FakeQuantWithMinMaxVarsPerChannel.Inputs.class, Gradients::fakeQuantPerChannel);
            TensorFlow.registerCustomGradient(Conv3d.Inputs.class, Gradients::convolutionOfVolumes);
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    private static List<Operand<?>> sparseCrossEntropy(
            Ops tf, SparseSoftmaxCrossEntropyWithLogits.Inputs<?> inputs, List<Output<?>> gradients) {
        Operand<TFloat32> backprop = inputs.getOutputs().backprop().expect(TFloat32.class);
        Operand<TFloat32> column = tf.expandDims(first(gradients), tf.constant(-1));
        return List.of(tf.math.mul(column, backprop), none(tf, inputs.labels));
    }

    /**
     * That of the values by an operation that computes nothing else, as those of the ends are seldom asked for: together they take twice the
     * time. A range that starts at a constant is that of rectified values, which pass no gradient at zero.
     */
    private static List<Operand<?>> fakeQuant(
            Ops tf, FakeQuantWithMinMaxVars.Inputs inputs, List<Output<?>> gradients) {
        QuantizeAndDequantizeV4Grad<TFloat32> ofValues = tf.quantization.quantizeAndDequantizeV4Grad(
                first(gradients),
                inputs.inputs,
                isConstant(inputs.min) ? tf.constant(Float.MIN_NORMAL) : rounded(tf, inputs, -Float.MAX_VALUE),
                rounded(tf, inputs, Float.MAX_VALUE));
        FakeQuantWithMinMaxVarsGradient ofEnds = tf.quantization.fakeQuantWithMinMaxVarsGradient(
                first(gradients),
                inputs.inputs,
                inputs.min,
                inputs.max,
                FakeQuantWithMinMaxVarsGradient.numBits(inputs.numBits),
                FakeQuantWithMinMaxVarsGradient.narrowRange(inputs.narrowRange));
        return List.of(ofValues.inputBackprop(), ofEnds.backpropWrtMin(), ofEnds.backpropWrtMax());
    }

    private static boolean isConstant(Operand<?> input) {
        return input.op().type().equals(Constant.OP_NAME);
    }

    /** A number as the operation rounds it: one beyond all others to the end of its range, which is not quite the one it was given. */
    private static Operand<TFloat32> rounded(Ops tf, FakeQuantWithMinMaxVars.Inputs inputs, float number) {
        return tf.quantization
                .fakeQuantWithMinMaxVars(
                        tf.constant(number),
                        inputs.min,
                        inputs.max,
                        FakeQuantWithMinMaxVars.numBits(inputs.numBits),
                        FakeQuantWithMinMaxVars.narrowRange(inputs.narrowRange))
                .outputs();
    }

    private static List<Operand<?>> fakeQuantPerChannel(
            Ops tf, FakeQuantWithMinMaxVarsPerChannel.Inputs inputs, List<Output<?>> gradients) {
        FakeQuantWithMinMaxVarsPerChannelGradient gradient = tf.quantization.fakeQuantWithMinMaxVarsPerChannelGradient(
                first(gradients),
                inputs.inputs,
                inputs.min,
                inputs.max,
                FakeQuantWithMinMaxVarsPerChannelGradient.numBits(inputs.numBits),
                FakeQuantWithMinMaxVarsPerChannelGradient.narrowRange(inputs.narrowRange));
        return List.of(gradient.backpropsWrtInput(), gradient.backpropWrtMin(), gradient.backpropWrtMax());
    }

    private static List<Operand<?>> convolutionOfVolumes(Ops tf, Conv3d.Inputs<?> inputs, List<Output<?>> gradients) {
        Operand<TFloat32> volume = inputs.input.asOutput().expect(TFloat32.class);
        Operand<TFloat32> kernel = inputs.filter.asOutput().expect(TFloat32.class);
        List<Long> strides = Arrays.stream(inputs.strides).boxed().toList();
        return List.of(
                tf.nn.conv3dBackpropInput(tf.shape(volume), kernel, first(gradients), strides, inputs.padding),
                tf.nn.conv3dBackpropFilter(volume, tf.shape(kernel), first(gradients), strides, inputs.padding));
    }

    private static Operand<TFloat32> first(List<Output<?>> gradients) {
        return gradients.get(0).expect(TFloat32.class);
    }

    // TensorFlow Java takes no null where an input has no gradient; nothing ever asks for this.
    private static Operand<?> none(Ops tf, Operand<? extends TType> input) {
        return tf.zerosLike(input);
    }
}
