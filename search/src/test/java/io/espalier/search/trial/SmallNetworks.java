// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import io.espalier.base.Provenance;
import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.ElementType;
import io.espalier.data.OpenedDataset;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Padding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Networks of several kinds that train in a moment, and data that they can learn. */
public final class SmallNetworks {
    private static final int CLASSES = 4;
    private static final ActivationFunction RELU = ActivationFunction.RELU;
    private static final Dense ANSWERS = Dense.of(CLASSES).withActivation(ActivationFunction.SOFTMAX);

    private SmallNetworks() {}

    /** A network. */
    public static Model of(String kind) {
        return switch (kind) {
            case "residual" -> residual();
            case "depthwise" ->
                Model.sequential()
                        .input(6, 6, 3)
                        .add("first", Conv2D.of(8, 3))
                        .add(BatchNormalization.defaults())
                        .add(ReLU.unbounded())
                        .add(DepthwiseConv2D.of(3))
                        .add("pointwise", Conv2D.of(8, 1).withActivation(RELU))
                        .add(new Flatten())
                        .add("answers", ANSWERS)
                        .build(2);
            case "conv1d" ->
                Model.sequential()
                        .input(10, 4)
                        .add("first", Conv1D.of(8, 3).withActivation(RELU))
                        .add(new Flatten())
                        .add("answers", ANSWERS)
                        .build(3);
            case "recurrent" ->
                Model.sequential()
                        .input(5, 4)
                        .add("memory", LSTM.of(6))
                        .add("answers", ANSWERS)
                        .build(4);
            case "two outputs" -> twoOutputs();
            case "dense" ->
                Model.sequential()
                        .input(16)
                        .add("first", Dense.of(24).withActivation(RELU))
                        .add("answers", ANSWERS)
                        .build(5);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Model residual() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(6, 6, 3);
        SymbolicTensor first = graph.apply("first", Conv2D.of(8, 3).withPadding(Padding.SAME), input);
        SymbolicTensor normalized = graph.apply(ReLU.unbounded(), graph.apply(BatchNormalization.defaults(), first));
        SymbolicTensor second = graph.apply("second", Conv2D.of(8, 3).withPadding(Padding.SAME), normalized);
        SymbolicTensor sum = graph.apply(new Add(), normalized, second);
        return graph.build(1, graph.apply("answers", ANSWERS, graph.apply(new GlobalAveragePooling2D(), sum)));
    }

    private static Model twoOutputs() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor shared = graph.apply("shared", Dense.of(16).withActivation(RELU), graph.input(16));
        SymbolicTensor kind = graph.apply("kind", ANSWERS, shared);
        SymbolicTensor size = graph.apply("size", Dense.of(1), shared);
        return graph.build(6, kind, size);
    }

    /** Random examples whose class shows; a second output gets a number that follows from it. */
    public static OpenedDataset data(Model model, int train, int test) {
        return new DatasetSplit(
                examples(model, train, 3), examples(model, test, 4), new Origin("random", "this test", Map.of()));
    }

    private static Dataset examples(Model model, int count, long seed) {
        List<Integer> shape = model.outputShape(model.inputs().get(0)).dimensions();
        int size = shape.stream().reduce(1, Math::multiplyExact);
        ByteBuffer features = bytes(count * size);
        ByteBuffer classes = bytes(count);
        ByteBuffer numbers = bytes(count);
        Random random = new Random(seed);
        for (int example = 0; example < count; example++) {
            int label = random.nextInt(CLASSES);
            classes.putInt(label);
            numbers.putFloat(label / 2f);
            for (int i = 0; i < size; i++) {
                features.putFloat((float) random.nextGaussian() + (i % CLASSES == label ? 1 : 0));
            }
        }
        List<Integer> whole = new ArrayList<>(shape);
        whole.add(0, count);
        NumericArray x = new NumericArray(ElementType.FLOAT32, whole, features.flip());
        Dataset labelled = ArrayDataset.of(
                "random",
                x,
                new NumericArray(ElementType.INT32, List.of(count), classes.flip()),
                Scaling.IDENTITY,
                List.of("a", "b", "c", "d"));
        if (model.outputs().size() == 1) {
            return labelled;
        }
        Map<String, Dataset> labels = new LinkedHashMap<>();
        labels.put("kind", labelled);
        labels.put(
                "size",
                ArrayDataset.of(
                        "random",
                        x,
                        new NumericArray(ElementType.FLOAT32, List.of(count, 1), numbers.flip()),
                        Scaling.IDENTITY,
                        List.of()));
        return labelled.withLabels(labels);
    }

    private static ByteBuffer bytes(int numbers) {
        return ByteBuffer.allocate(Math.multiplyExact(numbers, Float.BYTES)).order(ByteOrder.nativeOrder());
    }

    /** Writes a network to a file, and says all that trials of it need. */
    public static TrialSetup setup(Model model, OpenedDataset data, Path folder) throws IOException {
        Path file = folder.resolve("net.h5");
        KerasFormat.H5.write(model, null, file);
        return new TrialSetup(
                "net.h5",
                Files.readAllBytes(file),
                Provenance.parent(file),
                () -> data,
                1,
                folder.resolve("store").toString(),
                false);
    }
}
