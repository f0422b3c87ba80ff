// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.Dataset.Part;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Map<String, Shape> inputs;
    private final List<Placeholder<? extends TNumber>> parts = new ArrayList<>();
    private final Placeholder<? extends TNumber> targets;
    private final Placeholder<TInt32> indices;

    /**
     * What of a data set decides the graph that takes it in.
     *
     * @param inputs which part each input of the model gets
     * @param labels how many numbers each label has
     */
    record Format(List<Part> parts, List<Integer> inputs, ElementSpec targets, List<Integer> labels) {
        static Format of(Dataset dataset, ModelEnds model) {
            return new Format(
                    dataset.parts(),
                    model.parts(dataset),
                    dataset.targets(),
                    dataset.labels().stream()
                            .map(label -> label.spec().elements())
                            .toList());
        }
    }

    /**
     * Values for each input of the model, in its shape, and their labels: as stored, or if there are several, as rows of FLOAT32.
     *
     * @param bytes the inputs that are bytes divided by 255
     */
    record Batch(Map<String, Operand<TFloat32>> inputs, List<Operand<? extends TNumber>> labels, Set<String> bytes) {}

    InputNodes(Ops tf, Format format, ModelEnds model) {
        this.tf = tf;
        this.format = format;
        this.inputs = model.inputs();
        format.parts().forEach(part -> parts.add(placeholder(tf, part.spec())));
        this.targets = placeholder(tf, format.targets());
        this.indices = tf.placeholder(TInt32.class, Placeholder.shape(org.tensorflow.ndarray.Shape.of(-1)));
    }

    private static Placeholder<? extends TNumber> placeholder(Ops tf, ElementSpec spec) {
        return tf.placeholder(TensorTypes.of(spec.type()), Placeholder.shape(TensorTypes.batch(-1, spec)));
    }

    /** What a run is fed. */
    Batch batch() {
        Operand<TInt32> axis = tf.constant(0);
        Map<String, Operand<TFloat32>> values = new LinkedHashMap<>();
        Set<String> bytes = new LinkedHashSet<>();
        inputs.forEach((input, shape) -> {
            int part = format.inputs().get(values.size());
            Scaling scaling = format.parts().get(part).scaling();
            if (format.parts().get(part).spec().type() == ElementType.UINT8 && scaling.equals(Scaling.UNIT)) {
                bytes.add(input);
            }
            values.put(input, scaled(tf.gather(parts.get(part), indices, axis), scaling, shape));
        });
        return new Batch(values, labels(tf.gather(targets, indices, axis)), bytes);
    }

    private List<Operand<? extends TNumber>> labels(Operand<? extends TNumber> all) {
        if (format.labels().size() == 1) {
            return List.of(all);
        }
        List<Operand<? extends TNumber>> labels = new ArrayList<>();
        int column = 0;
        for (int numbers : format.labels()) {
            labels.add(tf.slice(all, tf.constant(new int[] {0, column}), tf.constant(new int[] {-1, numbers})));
            column += numbers;
        }
        return labels;
    }

    private Operand<TFloat32> scaled(Operand<? extends TNumber> stored, Scaling scaling, Shape inputShape) {
        Operand<TFloat32> numbers = tf.dtypes.cast(stored, TFloat32.class);
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
        for (int part = 0; part < parts.size(); part++) {
            runner.feed(parts.get(part), chunk.examples().features().get(part));
        }
        return runner.feed(targets, chunk.examples().targets()).feed(indices, chunk.indices());
    }
}
