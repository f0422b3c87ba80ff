// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Padding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Small networks of many kinds with random weights, and random examples for them. */
enum TinyNetworks {
    SEQUENTIAL {
        @Override
        Model model() {
            FunctionalBuilder builder = Model.functional();
            SymbolicTensor x = builder.apply("first", relu(8, 3), builder.input(10, 10, 3));
            SymbolicTensor y = builder.apply("second", relu(16, 3), x);
            return builder.build(1, head(builder, builder.apply("flat", new Flatten(), y)));
        }
    },
    RESIDUAL {
        @Override
        Model model() {
            FunctionalBuilder builder = Model.functional();
            SymbolicTensor x = builder.apply("first", same(8, 3), builder.input(8, 8, 3));
            SymbolicTensor y = builder.apply("inner", same(8, 3), x);
            SymbolicTensor z = builder.apply("last", same(8, 3), builder.apply("sum", new Add(), x, y));
            SymbolicTensor again = builder.apply("again", new Add(), z, x);
            return builder.build(2, head(builder, builder.apply("mean", new GlobalAveragePooling2D(), again)));
        }
    },
    DEPTHWISE {
        @Override
        Model model() {
            FunctionalBuilder builder = Model.functional();
            SymbolicTensor x = builder.apply("first", relu(8, 3), builder.input(10, 10, 3));
            SymbolicTensor y = builder.apply("deep", DepthwiseConv2D.of(3), x);
            SymbolicTensor z = builder.apply("point", relu(16, 1), y);
            return builder.build(3, head(builder, builder.apply("flat", new Flatten(), z)));
        }
    },
    SOUND {
        @Override
        Model model() {
            FunctionalBuilder builder = Model.functional();
            SymbolicTensor x = builder.apply("first", Conv1D.of(8, 3), builder.input(20, 4));
            SymbolicTensor y = builder.apply("second", Conv1D.of(8, 3), x);
            return builder.build(4, head(builder, builder.apply("flat", new Flatten(), y)));
        }
    },
    RECURRENT {
        @Override
        Model model() {
            FunctionalBuilder builder = Model.functional();
            SymbolicTensor x = builder.apply("steps", LSTM.of(8), builder.input(6, 4));
            return builder.build(5, head(builder, builder.apply("dense", Dense.of(16), x)));
        }
    },
    SINE {
        @Override
        Model model() {
            FunctionalBuilder builder = Model.functional();
            SymbolicTensor x = builder.apply("first", dense(16), builder.input(1));
            return builder.build(10, builder.apply("last", Dense.of(1), builder.apply("second", dense(16), x)));
        }

        private Dense dense(int units) {
            return Dense.of(units).withActivation(ActivationFunction.RELU);
        }
    },
    NESTED {
        @Override
        Model model() {
            FunctionalBuilder inner = Model.functional();
            SymbolicTensor x = inner.apply("conv", relu(8, 3), inner.input(10, 10, 3));
            Model part = inner.build(6, inner.apply("conv2", relu(8, 3), x));
            FunctionalBuilder builder = Model.functional();
            SymbolicTensor y = builder.apply("part", part, builder.input(10, 10, 3));
            return builder.build(7, head(builder, builder.apply("flat", new Flatten(), y)));
        }
    },
    TWO_INPUTS {
        @Override
        Model model() {
            FunctionalBuilder builder = Model.functional();
            SymbolicTensor x = builder.apply("left", Dense.of(16), builder.input(12));
            SymbolicTensor y = builder.apply("right", Dense.of(16), builder.input(5));
            SymbolicTensor both = builder.apply("both", new Concatenate(), x, y);
            return builder.build(8, head(builder, builder.apply("dense", Dense.of(16), both)));
        }
    },
    TWO_OUTPUTS {
        @Override
        Model model() {
            FunctionalBuilder builder = Model.functional();
            SymbolicTensor x = builder.apply("first", relu(8, 3), builder.input(8, 8, 3));
            SymbolicTensor flat = builder.apply("flat", new Flatten(), x);
            SymbolicTensor other = builder.apply("other", Dense.of(3), builder.apply("dense", Dense.of(16), flat));
            return builder.build(9, head(builder, flat), other);
        }
    };

    static final int CLASSES = 4;
    private static final long SEED = 20_261_130;

    abstract Model model();

    private static Conv2D relu(int filters, int side) {
        return Conv2D.of(filters, side).withActivation(ActivationFunction.RELU);
    }

    private static Conv2D same(int filters, int side) {
        return relu(filters, side).withPadding(Padding.SAME);
    }

    private static SymbolicTensor head(FunctionalBuilder builder, SymbolicTensor input) {
        return builder.apply("head", Dense.of(CLASSES).withActivation(ActivationFunction.SOFTMAX), input);
    }

    /** The network as a float graph. */
    Graph graph() {
        return Converter.convert(model());
    }

    /** Examples of normally distributed numbers, without labels. */
    Dataset examples(int count) {
        Model model = model();
        SplittableRandom random = new SplittableRandom(SEED);
        Map<String, NumericArray> inputs = new LinkedHashMap<>();
        model.inputs().forEach(input -> {
            List<Integer> shape = new ArrayList<>(model.outputShape(input).dimensions());
            shape.add(0, count);
            inputs.put(input.name(), numbers(shape, random));
        });
        NumericArray none = new NumericArray(ElementType.FLOAT32, List.of(count, 0), buffer(0));
        return inputs.size() == 1
                ? ArrayDataset.unlabelled("examples", inputs.values().iterator().next())
                : ArrayDataset.of("examples", inputs, none, Scaling.IDENTITY, List.of());
    }

    /** Normally distributed numbers. */
    static NumericArray numbers(List<Integer> shape, SplittableRandom random) {
        int count = shape.stream().reduce(1, Math::multiplyExact);
        ByteBuffer values = buffer(count * Float.BYTES);
        for (int i = 0; i < count; i++) {
            values.putFloat((float) random.nextGaussian());
        }
        return new NumericArray(ElementType.FLOAT32, shape, values.flip());
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
