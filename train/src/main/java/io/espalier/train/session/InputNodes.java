// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.model.tensor.Shape;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** Where batches enter the graph: gathered as they are stored, then cast and scaled. */
final class InputNodes {
    private final Ops tf;
    private final Format format;
    private final Shape inputShape;
    private final Placeholder<? extends TNumber> features;
    private final Placeholder<? extends TNumber> targets;
    private final Placeholder<TInt32> indices;

    /** What of a data set decides the graph that takes it in. */
    record Format(ElementSpec features, ElementSpec targets, Scaling scaling) {
        static Format of(Dataset dataset) {
            return new Format(dataset.features(), dataset.targets(), dataset.scaling());
        }
    }

    /** Inputs of the model's shape, and their targets as stored. */
    record Batch(Operand<TFloat32> inputs, Operand<? extends TNumber> targets) {}

    InputNodes(Ops tf, Format format, Shape inputShape) {
        this.tf = tf;
        this.format = format;
        this.inputShape = inputShape;
        this.features = placeholder(tf, format.features());
        this.targets = placeholder(tf, format.targets());
        this.indices = tf.placeholder(TInt32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.of(-1)));
    }

    private static Placeholder<? extends TNumber> placeholder(Ops tf, ElementSpec spec) {
        return tf.placeholder(TensorTypes.of(spec.type()), Placeholder.shape(TensorTypes.batch(-1, spec)));
    }

    /** What a run is fed. */
    Batch batch() {
        Operand<TInt32> axis = tf.constant(0);
        return new Batch(scaled(tf.gather(features, indices, axis)), tf.gather(targets, indices, axis));
    }

    private Operand<TFloat32> scaled(Operand<? extends TNumber> stored) {
        Operand<TFloat32> numbers = tf.dtypes.cast(stored, TFloat32.class);
        Scaling scaling = format.scaling();
        if (scaling.multiplier() != 1) {
            numbers = tf.math.mul(numbers, tf.constant(scaling.multiplier()));
        }
        if (scaling.offset() != 0) {
            numbers = tf.math.add(numbers, tf.constant(scaling.offset()));
        }
        int[] shape = new int[inputShape.rank() + 1];
        shape[0] = -1;
        System.arraycopy(inputShape.toArray(), 0, shape, 1, inputShape.rank());
        return tf.reshape(numbers, tf.constant(shape));
    }

    Session.Runner feed(Session.Runner runner, Chunk chunk) {
        return runner.feed(features, chunk.examples().features())
                .feed(targets, chunk.examples().targets())
                .feed(indices, chunk.indices());
    }
}
