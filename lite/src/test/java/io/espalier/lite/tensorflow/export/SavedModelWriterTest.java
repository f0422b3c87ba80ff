// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.model.Model;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensorflow.MetaGraph;
import io.espalier.model.tensorflow.NodeDef;
import io.espalier.model.tensorflow.SavedModelFile;
import io.espalier.model.tensorflow.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelWriterTest {
    @TempDir
    private Path folder;

    @Test
    void weightsAreVariablesOfTheirNames() throws IOException {
        SavedModelWriter.write(dense(), null, folder);

        MetaGraph graph = SavedModelFile.serving(folder);
        Checkpoint checkpoint = Checkpoint.open(folder.resolve("variables/variables"));
        assertThat(checkpoint.keys()).containsExactly("dense/kernel");
        assertThat(checkpoint.description("dense/kernel").orElseThrow().shape().dimensions())
                .containsExactly(4L, 3L);
        assertThat(graph.graph().nodes()).extracting(NodeDef::op).contains("VarHandleOp", "MatMul", "RestoreV2");
        assertThat(graph.signatures()).containsOnlyKeys("serving_default");
        assertThat(graph.saver().restore()).isEqualTo("save/restore_all");
    }

    @Test
    void aServedModelHasAVersionAndARequestThatWarmsItUp() throws IOException {
        SavedModelWriter.writeForServing(dense(), null, folder.resolve("digits"), 7);

        Path version = folder.resolve("digits/7");
        byte[] requests = Files.readAllBytes(version.resolve("assets.extra/tf_serving_warmup_requests"));
        long length = ByteBuffer.wrap(requests).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(version.resolve("saved_model.pb")).exists();
        assertThat(requests).hasSize((int) length + 16);
        assertThat(new String(requests, StandardCharsets.ISO_8859_1)).contains("digits", "serving_default");
    }

    @Test
    void whatHasNoEquivalentIsToldAtOnceAndNothingIsWritten() {
        Model model = Model.sequential().input(3, 2).add(LSTM.of(2)).build(1);
        Graph fused = Converter.withFusedLstm(model).convert();

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> SavedModelWriter.write(fused, null, folder))
                .withMessageContaining("UNIDIRECTIONAL_SEQUENCE_LSTM (1)");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderOfOtherFilesStays() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> SavedModelWriter.write(dense(), null, folder))
                .withMessageContaining("holds 'notes.txt' and is no SavedModel");
        assertThat(folder.resolve("notes.txt")).exists();
    }

    @Test
    void namesBecomeWhatTensorFlowAllows() {
        NodeNames names = new NodeNames();

        assertThat(names.unique("größe 1/kernel:0")).isEqualTo("gr__e_1/kernel_0");
        assertThat(names.unique("Dense")).isEqualTo("Dense");
        assertThat(names.unique("dense")).isEqualTo("dense_1");
        assertThat(names.unique("_x")).isEqualTo("node__x");
        assertThat(names.unique("")).isEqualTo("node");
    }

    private static Graph dense() {
        return Converter.convert(
                Model.sequential().input(4).add("dense", Dense.of(3)).build(1));
    }
}
