// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.fuzz;

import io.espalier.base.ImageShape;
import io.espalier.bench.UsageException;
import io.espalier.data.array.IdxFile;
import io.espalier.data.array.NpyFile;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import io.espalier.data.image.ImageFolder;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.runs.RunFile;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.boards.Boards;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.inspect.Inspection;
import io.espalier.lite.micro.decode.DecodedWeights;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.tensorflow.FrozenGraphFormat;
import io.espalier.lite.tensorflow.SavedModelFormat;
import io.espalier.lite.tensorflow.TfjsGraphFormat;
import io.espalier.lite.verify.GraphVerifier;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.keras.KerasWeights;
import io.espalier.model.onnx.OnnxFile;
import io.espalier.model.tensorflow.checkpoint.Checkpoint;
import io.espalier.train.checkpoint.TrainingCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All readers of files that users bring. */
final class FuzzTargets {
    static final List<FuzzTarget> ALL = List.of(
            new FuzzTarget("h5", "model.h5", () -> ModelSeeds.keras(".h5"), FuzzTargets::keras),
            new FuzzTarget("h5-weights", "model.h5", () -> ModelSeeds.keras(".h5"), KerasWeights::read),
            new FuzzTarget("keras", "model.keras", () -> ModelSeeds.keras(".keras"), FuzzTargets::keras),
            new FuzzTarget("keras-json", "model.json", ModelSeeds::architectures, FuzzTargets::keras),
            new FuzzTarget("tflite", "model.tflite", ModelSeeds::graphs, FuzzTargets::tflite),
            new FuzzTarget(
                    "decoded-weights",
                    "model.tflite",
                    ModelSeeds::decodedWeights,
                    file -> DecodedWeights.read(Buffer.ofBytes(Files.readAllBytes(file)))),
            new FuzzTarget(
                    "saved-model",
                    "saved_model.pb",
                    ModelSeeds::savedModels,
                    file -> read(SavedModelFormat.SAVED_MODEL, file.resolveSibling(""))),
            new FuzzTarget(
                    "frozen-graph",
                    "graph.pb",
                    ModelSeeds::frozenGraphs,
                    file -> read(FrozenGraphFormat.FROZEN_GRAPH, file)),
            new FuzzTarget("onnx", "model.onnx", ModelSeeds::onnx, OnnxFile::read),
            new FuzzTarget("tfjs-graph", "model.json", ModelSeeds::graphModels, FuzzTargets::graphModel),
            new FuzzTarget(
                    "tensorflow-checkpoint",
                    "variables.index",
                    ModelSeeds::tensorFlowCheckpoints,
                    FuzzTargets::tensorFlowCheckpoint),
            new FuzzTarget("npy", "x.npy", DataSeeds::npy, FuzzTargets::npy),
            new FuzzTarget("npz", "x.npz", DataSeeds::npz, NpzFile::readAll),
            new FuzzTarget("idx", "x-idx", DataSeeds::idx, IdxFile::read),
            new FuzzTarget("jpeg", "x.jpg", () -> DataSeeds.pictures("jpg"), FuzzTargets::picture),
            new FuzzTarget("png", "x.png", () -> DataSeeds.pictures("png"), FuzzTargets::picture),
            new FuzzTarget("run", "run.json", FuzzTargets::runs, RunFile::read),
            new FuzzTarget("quantization-recipe", "x.yaml", FuzzTargets::quantizationRecipes, Recipe::read),
            new FuzzTarget("compression-recipe", "x.yaml", FuzzTargets::compressionRecipes, CompressionRecipe::read),
            new FuzzTarget("boards", "x.yaml", FuzzTargets::boards, Boards.standard()::with),
            new FuzzTarget("ranges", "x.json", FuzzTargets::ranges, TensorRanges::read),
            new FuzzTarget("checkpoint", "x.npz", DataSeeds::checkpoints, TrainingCheckpoint::read));

    private FuzzTargets() {}

    /** @throws UsageException if there is none of this name */
    static FuzzTarget named(String name) {
        return ALL.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown target '" + name + "'; choose one of: "
                        + ALL.stream().map(FuzzTarget::name).collect(Collectors.joining(", "))));
    }

    private static void keras(Path file) throws IOException {
        KerasFiles.read(file);
        KerasFiles.training(file);
    }

    private static void tflite(Path file) throws IOException {
        Graph graph = GraphReader.read(file);
        graph.provenance();
        Inspection inspection = Inspection.read(file);
        inspection.toText();
        inspection.toJson();
        if (GraphVerifier.problems(graph).isEmpty()) {
            GraphReader.read(ByteBuffer.wrap(GraphWriter.toBytes(graph)));
        }
    }

    private static void read(ModelFormat<?> format, Path path) throws IOException {
        try (ModelSource source = ModelSource.open(path)) {
            format.read(source, ReadOptions.NONE);
        }
    }

    /** The JSON; the weights beside it are zeros. */
    private static void graphModel(Path file) throws IOException {
        Files.write(file.resolveSibling("w.bin"), new byte[ModelSeeds.GRAPH_MODEL_BYTES]);
        read(TfjsGraphFormat.TFJS_GRAPH, file);
    }

    /** The index; the shard beside it holds zeros. */
    private static void tensorFlowCheckpoint(Path file) throws IOException {
        Files.write(file.resolveSibling("variables.data-00000-of-00001"), new byte[ModelSeeds.CHECKPOINT_BYTES]);
        Checkpoint checkpoint = Checkpoint.open(file.resolveSibling("variables"));
        for (String key : checkpoint.keys()) {
            checkpoint.tensor(key);
        }
    }

    private static void npy(Path file) {
        if (NpyFile.readAny(file) instanceof NumericArray) {
            NpyFile.open(file);
        }
    }

    private static void picture(Path file) {
        ImageFolder folder = ImageFolder.withoutLabels(
                file.resolveSibling(""),
                new ImageShape(4, 4, ImageShape.Color.RGB),
                ImageFolder.UnusableImage.refused());
        ByteBuffer features = ByteBuffer.allocate(folder.features().bytes());
        folder.read(
                new int[] {0},
                0,
                1,
                features,
                ByteBuffer.allocate(folder.targets().bytes()));
    }

    private static List<byte[]> quantizationRecipes() {
        return texts("""
                quantize: int8
                input_type: uint8
                calibration: percentile 99.99
                rounding: gptq
                sparse: 0.6
                """, """
                quantize: dynamic
                rules:
                  - tensor: dense.*
                    quantize: none
                  - operator: CONV_2D
                    quantize: float16
                keep_float: [logits]
                """);
    }

    private static List<byte[]> boards() {
        String boards = """
                cores:
                  - {core: own, title: Own, isa: none, speeds: [{kernels: cmsis-nn, cycles: 2.5, basis: a guess, source: [a page]}]}
                boards:
                  - board: mine
                    kind: microcontroller
                    core: own
                    clock: 64 MHz
                    flash: 256 KB
                    ram: 65536
                    reserved_ram: 8 KB
                    accelerator: {title: A, compiler: b, operators: [CONV_2D], types: [int8], macs_per_cycle: 4, clock: 1 GHz}
                    picoseconds_per_mac: {int8: 6.5}
                    least_macs: 1000
                    basis: a guess
                    source: [a page]
                """;
        return List.of(boards.getBytes(StandardCharsets.UTF_8));
    }

    private static List<byte[]> compressionRecipes() {
        return texts(Stream.of("pcqat", "smallest", "prune-filters", "distil")
                .map(name -> CompressionRecipe.named(name).toYaml())
                .toArray(String[]::new));
    }

    private static List<byte[]> runs() {
        return texts("""
                {
                  "run": 1, "arguments": ["convert", "net.h5"], "folder": "..", "started": "2026-11-30T12:00:00Z", "seconds": 1.5,
                  "versions": {"Espalier": "0.1.0"}, "platform": "linux-amd64", "processors": 2, "seed": 3,
                  "settings": {"--samples": "100"}, "recipe": {"quantize": "int8"},
                  "inputs": [{"role": "MODEL", "path": "net.h5", "bytes": 9, "sha256": "ab"}, {"role": "--data", "path": "mnist"}],
                  "outputs": [{"path": "net.tflite", "bytes": 8, "sha256": "cd"}]
                }
                """);
    }

    private static List<byte[]> ranges() {
        return texts("{\"ranges\": {\"x\": {\"min\": -1.5, \"max\": 2}, \"y\": {\"min\": 0, \"max\": 0}}}");
    }

    private static List<byte[]> texts(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
