// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Preprocessing;
import io.espalier.base.Provenance;
import io.espalier.base.Scaling;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The range of inputs that a file records, in the commands that run it. */
class RecordedScaleTest {
    private static final String RECORDED = "bytes stay 0..255, as the model file records";

    @TempDir
    private static Path folder;

    private static Path recorded;
    private static Path silent;

    @BeforeAll
    static void writeOneModelWithAndWithoutARecord() throws IOException {
        Model network = Model.sequential()
                .input(28, 28)
                .add(new Flatten())
                .add(Dense.of(10))
                .build(1);
        recorded = folder.resolve("recorded.h5");
        silent = folder.resolve("silent.h5");
        Provenance raw = Provenance.here("train", null, null, List.of())
                .withPreprocessing(new Preprocessing(Scaling.IDENTITY, null));
        KerasFiles.write(network, raw, recorded);
        KerasFiles.write(network, null, silent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"saved-model", "tfjs-graph", "tfjs-layers", "tflite", "keras"})
    void everyFormatHandsTheRangeOnToWhatRunsIt(String format) {
        String exported = folder.resolve("net." + format).toString();
        CommandRun export = CommandRun.of("export", recorded.toString(), "--to", format, "-o", exported);
        assertThat(export.exitCode()).as(export.err()).isZero();

        assertThat(CommandRun.of("evaluate", exported, "--data", "mnist-sample").err())
                .contains(RECORDED);
    }

    @Test
    void compareGivesInputsAsTheRecordOfAFirstModelOfLayersSays() {
        assertThat(compare(recorded, silent).err()).contains(RECORDED).doesNotContain("scaled otherwise");
    }

    @Test
    void compareNamesAModelWhoseRecordIsAnotherAndThoseThatOnlyGuess() {
        assertThat(compare(silent, recorded).err())
                .contains("but the record of " + recorded + " has bytes scaled otherwise")
                .contains("Note: silent.h5 has accuracy 0.", "Note: recorded.h5 has accuracy 0.", "guessing");
    }

    @Test
    void compareTakesTheRangeThatIsAskedForWithoutANote() {
        assertThat(compare(silent, recorded, "--scale", "none").err()).doesNotContain("scaled otherwise");
    }

    private static CommandRun compare(Path first, Path second, String... more) {
        List<String> words =
                new ArrayList<>(List.of("compare", first.toString(), second.toString(), "--data", "mnist-sample"));
        words.addAll(List.of(more));
        CommandRun run = CommandRun.of(words.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }
}
