// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.fuzz;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.DeploymentMetadata;
import io.espalier.lite.file.DeploymentMetadata.Normalization;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.micro.decode.CompressedWeights;
import io.espalier.lite.micro.decode.WeightForm;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.FunctionDef;
import io.espalier.model.tensorflow.GraphDef;
import io.espalier.model.tensorflow.MetaGraph;
import io.espalier.model.tensorflow.MetaGraph.SignatureDef;
import io.espalier.model.tensorflow.MetaGraph.TensorInfo;
import io.espalier.model.tensorflow.NodeDef;
import io.espalier.model.tensorflow.ProtoOutput;
import io.espalier.model.tensorflow.ProtoWriter;
import io.espalier.model.tensorflow.TensorShape;
import io.espalier.model.tensorflow.checkpoint.CheckpointWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Files of small models. */
final class ModelSeeds {
    private static final long SEED = 1;

    /** The bytes of all tensors of a checkpoint of TensorFlow's; all are zeros. */
    static final int CHECKPOINT_BYTES = 4 * 12 + 8;

    /** How many bytes the weights of a graph model have. */
    static final int GRAPH_MODEL_BYTES = 4 * 2 * 3 + 3;

    private ModelSeeds() {}

    /** The files of all models in the format that goes with the ending. */
    static List<byte[]> keras(String ending) throws IOException {
        Path file = Files.createTempFile("seed", ending);
        try {
            List<byte[]> files = new ArrayList<>();
            for (Model model : models()) {
                KerasFiles.write(model, null, file);
                files.add(Files.readAllBytes(file));
            }
            return files;
        } finally {
            Files.delete(file);
        }
    }

    /** The architectures of all models, as the zip format holds them. */
    static List<byte[]> architectures() throws IOException {
        List<byte[]> texts = new ArrayList<>();
        for (byte[] file : keras(".keras")) {
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
                ZipEntry entry = zip.getNextEntry();
                while (entry != null) {
                    if (entry.getName().equals("config.json")) {
                        texts.add(zip.readAllBytes());
                    }
                    entry = zip.getNextEntry();
                }
            }
        }
        return texts;
    }

    /** ONNX files: an operator with an attribute, a constant and shapes. */
    static List<byte[]> onnx() {
        return List.of(ProtoOutput.message(model -> model.whole(1, 8)
                        .text(2, "seed")
                        .message(
                                7,
                                graph -> graph.message(
                                                1,
                                                node -> node.text(1, "x")
                                                        .text(1, "w")
                                                        .text(2, "y")
                                                        .text(4, "Conv")
                                                        .message(
                                                                5,
                                                                attribute -> attribute
                                                                        .text(1, "strides")
                                                                        .whole(8, 2)
                                                                        .whole(20, 7)))
                                        .message(
                                                5,
                                                tensor -> tensor.whole(1, 2)
                                                        .whole(2, 3)
                                                        .text(8, "w")
                                                        .whole(5, 1)
                                                        .whole(5, 2))
                                        .message(
                                                11,
                                                value -> value.text(1, "x")
                                                        .message(
                                                                2,
                                                                type -> type.message(
                                                                        1,
                                                                        tensor -> tensor.whole(1, 1)
                                                                                .message(
                                                                                        2,
                                                                                        shape -> shape.message(
                                                                                                1,
                                                                                                size -> size.whole(
                                                                                                        1, 3))))))
                                        .message(12, value -> value.text(1, "y")))
                        .message(8, set -> set.whole(2, 17)))
                .toByteArray());
    }

    /** Float and quantized graphs, one of them with an associated file, one with metadata. */
    static List<byte[]> graphs() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (Model model : models()) {
            Graph graph = Converter.convert(model);
            files.add(GraphWriter.toBytes(graph));
            files.add(GraphWriter.toBytes(Converter.of(model)
                    .withRecipe(Recipe.parse("quantize: dynamic"))
                    .convert()));
        }
        files.add(withLabels(files.get(0)));
        files.add(described(Converter.convert(models().get(0))));
        return files;
    }

    /** A dense layer of few values, in each form that TFLite Micro decodes. */
    static List<byte[]> decodedWeights() {
        Model model = Model.sequential().input(40).add(Dense.of(30)).build(1);
        Graph graph = Converter.convert(model.withWeights(model.weights().map((key, value) -> {
            float[] values = value.toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 3 == 0 ? i % 5 : 0;
            }
            return Tensor.of(value.shape(), values);
        })));
        return Stream.of(WeightForm.LUT, WeightForm.LUT_METADATA, WeightForm.BITMASK)
                .map(form -> CompressedWeights.of(graph, form).file().toBytes())
                .toList();
    }

    /** A graph with its weights inside, and a function that it calls. */
    static List<byte[]> savedModels() {
        return List.of(ProtoWriter.savedModel(frozen()).toByteArray());
    }

    static List<byte[]> frozenGraphs() {
        return List.of(ProtoWriter.graph(frozen().graph()).toByteArray());
    }

    /** A convolution, calls of a function and constants, as TensorFlow 2 writes them. */
    private static MetaGraph frozen() {
        AttrValue type = new AttrValue.Type(DataType.FLOAT);
        ByteBuffer kernel = ByteBuffer.allocate(4 * 3 * 3 * 2);
        List<NodeDef> nodes = List.of(
                new NodeDef(
                        "x",
                        "Placeholder",
                        List.of(),
                        Map.of("dtype", type, "shape", new AttrValue.Shaped(TensorShape.of(-1, 5, 5, 1)))),
                constant("kernel", ConstantTensor.of(DataType.FLOAT, TensorShape.of(3, 3, 1, 2), kernel)),
                new NodeDef(
                        "conv",
                        "Conv2D",
                        List.of("x", "kernel"),
                        Map.of(
                                "T",
                                type,
                                "strides",
                                AttrValue.of(List.of(1, 2, 2, 1)),
                                "padding",
                                AttrValue.of("SAME"))),
                new NodeDef(
                        "y",
                        "PartitionedCall",
                        List.of("conv"),
                        Map.of("f", new AttrValue.Function("relu", Map.of()))));
        FunctionDef relu = new FunctionDef(
                "relu",
                List.of(new FunctionDef.Argument("a", DataType.FLOAT)),
                List.of(new FunctionDef.Argument("b", DataType.FLOAT)),
                List.of(new NodeDef("r", "Relu", List.of("a"), Map.of("T", type))),
                Map.of("b", "r:activations:0"));
        SignatureDef signature = new SignatureDef(
                Map.of("x", new TensorInfo("x:0", DataType.FLOAT, TensorShape.of(-1, 5, 5, 1))),
                Map.of("y", new TensorInfo("y:0", DataType.FLOAT, TensorShape.UNKNOWN)),
                "");
        return new MetaGraph(
                List.of("serve"),
                "2.16.1",
                new GraphDef(nodes, List.of(relu), GraphDef.CURRENT_PRODUCER),
                MetaGraph.Saver.NONE,
                Map.of("serving_default", signature),
                List.of(),
                List.of());
    }

    private static NodeDef constant(String name, ConstantTensor value) {
        return new NodeDef(
                name,
                "Const",
                List.of(),
                Map.of("dtype", new AttrValue.Type(value.type()), "value", new AttrValue.Constant(value)));
    }

    /** The JSON of a graph model, whose weights are {@link #GRAPH_MODEL_BYTES} in {@code w.bin}. */
    static List<byte[]> graphModels() {
        return List.of("""
                {"format": "graph-model", "modelTopology": {"node": [
                  {"name": "x", "op": "Placeholder", "attr": {"dtype": {"type": "DT_FLOAT"}, "shape": {"shape": {"dim": [{"size": "-1"}, {"size": 2}]}}}},
                  {"name": "w", "op": "Const", "attr": {"dtype": {"type": 1}, "value": {"tensor": {"dtype": "DT_FLOAT", "tensorShape": {}}}}},
                  {"name": "y", "op": "_FusedMatMul", "input": ["x", "w", "b"],
                    "attr": {"T": {"type": "DT_FLOAT"}, "num_args": {"i": "1"}, "fused_ops": {"list": {"s": ["Qmlhc0FkZA==", "UmVsdQ=="]}}, "transpose_a": {"b": false}}},
                  {"name": "b", "op": "Const", "attr": {"dtype": {"type": "DT_FLOAT"}}}],
                 "library": {"function": []}, "versions": {"producer": 1395}},
                 "signature": {"inputs": {"x": {"name": "x:0", "dtype": "DT_FLOAT", "tensorShape": {"dim": [{"size": "-1"}, {"size": "2"}]}}},
                   "outputs": {"y": {"name": "y:0", "dtype": "DT_FLOAT"}}},
                 "weightsManifest": [{"paths": ["w.bin"], "weights": [{"name": "w", "shape": [2, 3], "dtype": "float32"},
                   {"name": "b", "shape": [3], "dtype": "float32", "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1, "original_dtype": "float32"}}]}]}
                """.getBytes(StandardCharsets.UTF_8));
    }

    /** The index of a checkpoint of TensorFlow's. */
    static List<byte[]> tensorFlowCheckpoints() throws IOException {
        Path folder = Files.createTempDirectory("seed");
        Path index = folder.resolve("variables.index");
        Path data = folder.resolve("variables.data-00000-of-00001");
        try {
            CheckpointWriter.write(
                    folder.resolve("variables"),
                    Map.of(
                            "dense/kernel",
                                    ConstantTensor.of(
                                            DataType.FLOAT, TensorShape.of(3, 4), ByteBuffer.allocate(4 * 12)),
                            "step", ConstantTensor.of(DataType.INT64, TensorShape.of(), ByteBuffer.allocate(8))));
            return List.of(Files.readAllBytes(index));
        } finally {
            Files.deleteIfExists(index);
            Files.deleteIfExists(data);
            Files.delete(folder);
        }
    }

    private static byte[] described(Graph graph) {
        return GraphWriter.toBytes(DeploymentMetadata.NONE
                .withLabels(List.of("cat", "dog"))
                .withNormalization(new Normalization(List.of(1f, 2f, 3f), List.of(4f, 5f, 6f)))
                .withDescription("seed")
                .in(graph)
                .graph());
    }

    private static byte[] withLabels(byte[] model) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(model);
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("labels.txt"));
            zip.write("cat\ndog\n".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return file.toByteArray();
    }

    private static List<Model> models() {
        return List.of(
                Model.sequential()
                        .input(3)
                        .add(Dense.of(4).withActivation(ActivationFunction.RELU))
                        .add(BatchNormalization.defaults())
                        .add(Dense.of(2).withActivation(ActivationFunction.SOFTMAX))
                        .build(SEED),
                Model.sequential()
                        .input(5, 5, 2)
                        .add(Conv2D.of(3, 3))
                        .add(DepthwiseConv2D.of(2))
                        .add(new Flatten())
                        .build(SEED),
                Model.sequential()
                        .input(4)
                        .add(new Embedding(5, 2))
                        .add(LSTM.of(2))
                        .build(SEED));
    }
}
