// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.data.ElementType;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that feed models which look rows up in a table of five. */
class InputValuesTest {
    @TempDir
    private static Path folder;

    /** Takes one row number, and gives the row as two scores. */
    private static Path lookUp;

    /** The same, and multiplies the row by an input of its own. */
    private static Path scaled;

    @BeforeAll
    static void writeTheModels() throws IOException {
        lookUp = folder.resolve("look-up.tflite");
        scaled = folder.resolve("scaled.tflite");
        GraphWriter.write(lookUp(false), lookUp);
        GraphWriter.write(lookUp(true), scaled);
    }

    @Test
    void benchmarkSaysThatItMadeInputsUp() throws Exception {
        CommandRun run = CommandRun.of("benchmark", scaled.toString(), "--runs", "5", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("Note: inputs are random numbers, seed 1; use --input to give real ones")
                .contains("Note: the figures may not repeat: only 5 runs were timed");
        JsonNode json = new JsonMapper().readTree(run.out());
        assertThat(json.get("inputs").asText()).isEqualTo("random, seed 1");
        assertThat(json.get("arenaBytes").asLong()).isPositive();
        assertThat(json.get("doubts")).extracting(JsonNode::asText).contains("only 5 runs were timed");
    }

    @Test
    void benchmarkTakesInputsFromAFile() throws Exception {
        Path both = npz("both.npz", Map.of("row", ints(List.of(1), 4), "scale", floats(List.of(1, 2), 1, 2)));
        Path one = npz("one.npz", Map.of("whatever", ints(List.of(1), 4)));

        CommandRun named = CommandRun.of("benchmark", scaled.toString(), "--runs", "5", "--input", both.toString());
        CommandRun single = CommandRun.of("benchmark", lookUp.toString(), "--runs", "5", "--input", one.toString());

        assertThat(named.exitCode()).as(named.err()).isZero();
        assertThat(named.err()).doesNotContain("made up");
        assertThat(named.out()).contains("scaled.tflite: median");
        assertThat(single.exitCode()).as(single.err()).isZero();
    }

    @Test
    void benchmarkRefusesInputsThatDoNotFit() throws Exception {
        NumericArray row = ints(List.of(1), 4);
        NumericArray scale = floats(List.of(1, 2), 1, 2);

        assertRefused(Map.of("row", row, "scaling", scale), "unknown array 'scaling'; the model's inputs are ['row'");
        assertRefused(
                Map.of("row", row, "scale", floats(List.of(2), 1, 2)),
                "input 'scale' takes the shape [-1, 2], but its array has [2]");
        assertRefused(
                Map.of("row", floats(List.of(1), 4), "scale", scale), "array 'row' is FLOAT32, but the input is INT32");
        assertRefused(
                Map.of("row", ints(List.of(1), 5), "scale", scale),
                "element 0 of input 'row' (INT32 [1]) is 5, but operator 0 (GATHER) accepts only 0 to 4");
    }

    @Test
    void whatDoesNotFitNamesTheFileOfTheArrays() throws Exception {
        Path file = npz("flat.npz", Map.of("row", ints(List.of(1), 4), "scale", floats(List.of(2), 1, 2)));

        CommandRun run = CommandRun.of("benchmark", scaled.toString(), "--input", file.toString());

        assertThat(run.err()).startsWith("espalier: " + file + ": input 'scale' takes the shape");
    }

    @Test
    void aRowBeyondTheTableIsRefusedWithItsExample() throws Exception {
        Path calibration = npz(
                "rows.npz", Map.of("row", ints(List.of(3), 0, 4, 7), "scale", floats(List.of(3, 2), 1, 2, 3, 4, 5, 6)));
        Path labelled = npz("labelled.npz", Map.of("x", ints(List.of(3), 0, -1, 4), "y", ints(List.of(3), 0, 1, 0)));

        CommandRun quantize = CommandRun.of(
                "quantize",
                scaled.toString(),
                "-o",
                folder.resolve("small.tflite").toString(),
                "--recipe",
                "int8",
                "--calibrate",
                calibration.toString());
        CommandRun evaluate = CommandRun.of("evaluate", lookUp.toString(), "--data", labelled.toString());

        assertThat(quantize.err())
                .contains("example 2: element 0 of input 'row'", "is 7", "(GATHER) accepts only 0 to 4");
        assertThat(quantize.exitCode()).isEqualTo(3);
        assertThat(folder.resolve("small.tflite")).doesNotExist();
        assertThat(evaluate.err()).contains("example 1: element 0 of input 'row'", "is -1", "accepts only 0 to 4");
        assertThat(evaluate.exitCode()).isEqualTo(3);
    }

    private static void assertRefused(Map<String, NumericArray> arrays, String reason) throws Exception {
        Path file = npz("wrong.npz", arrays);

        CommandRun run = CommandRun.of("benchmark", scaled.toString(), "--input", file.toString());

        assertThat(run.err()).startsWith("espalier: ").contains(reason);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
    }

    private static Graph lookUp(boolean isScaled) {
        float[] table = new float[10];
        IntStream.range(0, table.length).forEach(i -> table[i] = i);
        List<Tensor> tensors = new ArrayList<>(List.of(
                Tensor.activation("row", TensorType.INT32, Ints.of(-1)),
                Tensor.constant("table", TensorType.FLOAT32, Ints.of(5, 2), Buffer.ofFloats(table)),
                Tensor.activation("found", TensorType.FLOAT32, Ints.of(-1, 2))));
        List<Operator> operators = new ArrayList<>(List.of(Operator.of(
                OperatorCode.of(BuiltinOperator.GATHER, 1),
                Ints.of(1, 0),
                Ints.of(2),
                Options.of(OptionsTable.GATHER))));
        if (isScaled) {
            tensors.add(Tensor.activation("scale", TensorType.FLOAT32, Ints.of(-1, 2)));
            tensors.add(Tensor.activation("result", TensorType.FLOAT32, Ints.of(-1, 2)));
            operators.add(Operator.of(
                    OperatorCode.of(BuiltinOperator.MUL, 1), Ints.of(2, 3), Ints.of(4), Options.of(OptionsTable.MUL)));
        }
        Subgraph main = new Subgraph(
                "main", tensors, isScaled ? Ints.of(0, 3) : Ints.of(0), Ints.of(isScaled ? 4 : 2), operators);
        return new Graph("", List.of(main), List.of(), List.of());
    }

    private static Path npz(String name, Map<String, NumericArray> arrays) throws IOException {
        Path file = folder.resolve(name);
        try (NpzFile.Writer writer = new NpzFile.Writer(Files.newOutputStream(file))) {
            for (Map.Entry<String, NumericArray> entry : arrays.entrySet()) {
                writer.write(entry.getKey(), entry.getValue());
            }
        }
        return file;
    }

    private static NumericArray ints(List<Integer> shape, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.nativeOrder());
        bytes.asIntBuffer().put(values);
        return new NumericArray(ElementType.INT32, shape, bytes);
    }

    private static NumericArray floats(List<Integer> shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        return new NumericArray(ElementType.FLOAT32, shape, bytes);
    }
}
