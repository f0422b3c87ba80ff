// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.recipe;

import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Padding;
import java.util.Locale;

/** A small network of each kind, and for each kind of task one. */
public enum SmallNetwork {
    SEQUENTIAL {
        @Override
        Model build() {
            return pictures(CLASSES);
        }
    },
    RESIDUAL {
        @Override
        Model build() {
            FunctionalBuilder graph = Model.functional();
            SymbolicTensor first = graph.apply(Conv2D.of(8, 3).withPadding(Padding.SAME), graph.input(PICTURE));
            SymbolicTensor normalized =
                    graph.apply(ReLU.unbounded(), graph.apply(BatchNormalization.defaults(), first));
            SymbolicTensor second = graph.apply(Conv2D.of(8, 3).withPadding(Padding.SAME), normalized);
            SymbolicTensor sum = graph.apply(ReLU.unbounded(), graph.apply(new Add(), normalized, second));
            SymbolicTensor row = graph.apply(new Flatten(), graph.apply(MaxPooling2D.of(2), sum));
            return graph.build(SEED, graph.apply(CLASSES, row));
        }
    },
    DEPTHWISE {
        @Override
        Model build() {
            return Model.sequential()
                    .input(PICTURE)
                    .add(Conv2D.of(8, 3))
                    .add(BatchNormalization.defaults())
                    .add(ReLU.unbounded())
                    .add(DepthwiseConv2D.of(3))
                    .add(BatchNormalization.defaults())
                    .add(ReLU.unbounded())
                    .add(Conv2D.of(12, 1).withActivation(ActivationFunction.RELU))
                    .add(new Flatten())
                    .add(CLASSES)
                    .build(SEED);
        }
    },
    CONV1D {
        @Override
        Model build() {
            return Model.sequential()
                    .input(32, 4)
                    .add(Conv1D.of(8, 3).withActivation(ActivationFunction.RELU))
                    .add(Conv1D.of(8, 3).withStrides(2).withActivation(ActivationFunction.RELU))
                    .add(new Flatten())
                    .add(CLASSES)
                    .build(SEED);
        }
    },
    RECURRENT {
        @Override
        Model build() {
            return Model.sequential()
                    .input(4, 32)
                    .add(LSTM.of(16))
                    .add(Dense.of(8).withActivation(ActivationFunction.RELU))
                    .add(CLASSES)
                    .build(SEED);
        }
    },
    NESTED {
        @Override
        Model build() {
            Model part = Model.sequential()
                    .input(PICTURE)
                    .add(Conv2D.of(8, 3).withActivation(ActivationFunction.RELU))
                    .add(new Flatten())
                    .add(Dense.of(16).withActivation(ActivationFunction.RELU))
                    .build(SEED);
            FunctionalBuilder graph = Model.functional();
            return graph.build(SEED, graph.apply(CLASSES, graph.apply("part", part, graph.input(PICTURE))));
        }
    },
    /** Two inputs, and two outputs: classes and a number. */
    SEVERAL {
        @Override
        Model build() {
            FunctionalBuilder graph = Model.functional();
            SymbolicTensor picture = graph.apply(
                    new Flatten(),
                    graph.apply(Conv2D.of(8, 3).withActivation(ActivationFunction.RELU), graph.input(PICTURE)));
            SymbolicTensor row = graph.apply(Dense.of(16).withActivation(ActivationFunction.RELU), graph.input(12));
            SymbolicTensor both = graph.apply(
                    Dense.of(24).withActivation(ActivationFunction.RELU), graph.apply(new Concatenate(), picture, row));
            return graph.build(SEED, graph.apply("kind", CLASSES, both), graph.apply("size", Dense.of(1), both));
        }
    },
    BINARY {
        @Override
        Model build() {
            return pictures(Dense.of(1).withActivation(ActivationFunction.SIGMOID));
        }
    },
    MULTI_LABEL {
        @Override
        Model build() {
            return pictures(Dense.of(4).withActivation(ActivationFunction.SIGMOID));
        }
    },
    REGRESSION {
        @Override
        Model build() {
            return pictures(Dense.of(1));
        }
    };

    private static final long SEED = 3;
    private static final int[] PICTURE = {8, 8, 2};
    private static final Dense CLASSES = Dense.of(4).withActivation(ActivationFunction.SOFTMAX);

    /** With weights that start from a seed. */
    abstract Model build();

    private static Model pictures(Dense answers) {
        return Model.sequential()
                .input(PICTURE)
                .add(Conv2D.of(8, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(16).withActivation(ActivationFunction.RELU))
                .add(answers)
                .build(SEED);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
