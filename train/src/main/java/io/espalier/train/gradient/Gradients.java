// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.gradient;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** Gradients that TensorFlow's C++ library has no entry for, added to its registry. */
public final class Gradients {
    static {
        TensorFlow.registerCustomGradient(
                SparseSoftmaxCrossEntropyWithLogits.Inputs.class, Gradients::sparseCrossEntropy);
    }

    private Gradients() {}

    /** Makes sure they are registered: once in the life of the process, whoever asks first. */
    public static void register() {
        // The class's initialization does it, under the virtual machine's own lock.
    }

    private static List<Operand<?>> sparseCrossEntropy(
            Ops tf, SparseSoftmaxCrossEntropyWithLogits.Inputs<?> inputs, List<Output<?>> gradients) {
        Operand<TFloat32> backprop = inputs.getOutputs().backprop().expect(TFloat32.class);
        Operand<TFloat32> column = tf.expandDims(gradients.get(0).expect(TFloat32.class), tf.constant(-1));
        return List.of(tf.math.mul(column, backprop), none(tf, inputs.labels));
    }

    // TensorFlow Java takes no null where an input has no gradient; nothing ever asks for this.
    private static Operand<?> none(Ops tf, Operand<? extends TType> input) {
        return tf.zerosLike(input);
    }
}
