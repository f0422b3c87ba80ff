// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.model.ModelFormatException;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedModelFileTest {
    @TempDir
    private Path folder;

    @Test
    void graphsSignaturesAndAttributesAreRead() throws IOException {
        MetaGraph graph = SavedModelFile.serving(golden("mnist_keras"));

        assertThat(Objects.requireNonNull(graph.signatures().get("serving_default"))
                        .inputs())
                .containsExactly(Map.entry(
                        "x",
                        new MetaGraph.TensorInfo(
                                "serving_default_input_1:0", DataType.FLOAT, TensorShape.of(-1, 28, 28))));
        NodeDef convolution = graph.graph().nodes().stream()
                .filter(node -> node.op().equals("Conv2D"))
                .findFirst()
                .orElseThrow();
        assertThat(convolution.wholes("strides")).containsExactly(1L, 1L, 1L, 1L);
        assertThat(convolution.text("padding", "")).isEqualTo("VALID");
        assertThat(convolution.type("T")).isEqualTo(DataType.FLOAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist_keras", "mnist_logits_qat", "mnist_softmax", "mobile_big", "mobile_qat"})
    void whatIsWrittenIsReadAgain(String name) throws IOException {
        MetaGraph graph = SavedModelFile.serving(golden(name));

        Files.write(
                folder.resolve(SavedModelFile.NAME),
                ProtoWriter.savedModel(graph).toByteArray());

        assertThat(SavedModelFile.serving(folder)).isEqualTo(graph);
    }

    @Test
    void functionsObjectsAndAttributesOfAllKindsAreReadAgain() throws IOException {
        Map<String, AttrValue> attributes = Map.of(
                "real", new AttrValue.Real(0),
                "flag", new AttrValue.Flag(false),
                "whole", new AttrValue.Whole(-3),
                "shape", new AttrValue.Shaped(TensorShape.UNKNOWN),
                "function", new AttrValue.Function("body", Map.of("T", new AttrValue.Type(DataType.HALF))),
                "placeholder", new AttrValue.Placeholder("T"),
                "texts", new AttrValue.Items(List.of(AttrValue.of("ä"), AttrValue.of(""))),
                "functions", new AttrValue.Items(List.of(new AttrValue.Function("one", Map.of()))));
        NodeDef node = new NodeDef("n", "While", List.of("x", "^y"), attributes);
        FunctionDef function = new FunctionDef(
                "body",
                List.of(new FunctionDef.Argument("x", DataType.FLOAT)),
                List.of(new FunctionDef.Argument("y", DataType.UNKNOWN)),
                List.of(node),
                Map.of("y", "n:output:0"));
        MetaGraph graph = new MetaGraph(
                List.of("serve"),
                "2.16.1",
                new GraphDef(List.of(node), List.of(function), 7),
                new MetaGraph.Saver("f:0", "s:0", "r"),
                Map.of(),
                List.of(new MetaGraph.Asset("asset:0", "words.txt")),
                List.of(
                        new MetaGraph.SavedObject(Map.of("v", 1), "class", "{}", ""),
                        new MetaGraph.SavedObject(Map.of(), "", "", "kernel")));

        Files.write(
                folder.resolve(SavedModelFile.NAME),
                ProtoWriter.savedModel(graph).toByteArray());

        assertThat(SavedModelFile.serving(folder)).isEqualTo(graph);
    }

    @Test
    void cutFilesAreRefusedByName() throws IOException {
        byte[] whole = Files.readAllBytes(golden("mobile_qat").resolve(SavedModelFile.NAME));
        for (int length : new int[] {0, 1, 5, 100, whole.length / 2, whole.length - 1}) {
            Path file = folder.resolve(SavedModelFile.NAME);
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> SavedModelFile.serving(folder))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageStartingWith(file + ": ");
        }
    }

    @Test
    void foldersOfOtherKindsAreRefused() throws IOException {
        assertThatThrownBy(() -> SavedModelFile.serving(folder)).hasMessageContaining("has no file saved_model.pb");
        Files.writeString(folder.resolve("saved_model.pbtxt"), "saved_model_schema_version: 1");
        assertThatThrownBy(() -> SavedModelFile.serving(folder)).hasMessageContaining("graph as text is not supported");
    }

    private static Path golden(String name) {
        return Objects.requireNonNull(
                Golden.file(name + "/saved_model/saved_model.pb").getParent());
    }
}
