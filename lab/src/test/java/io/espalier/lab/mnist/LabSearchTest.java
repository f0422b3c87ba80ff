// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.ProgressListener;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.model.keras.KerasFiles;
import io.espalier.search.run.RecipeSearch;
import io.espalier.search.run.SearchReport;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabSearchTest {
    private static final String SPACE = """
            batch_size: 128
            validation_split: 0.1
            objectives: [gzip_bytes, accuracy]
            constraints: [accuracy >= 0.05]
            steps:
              - prune: {dense: [0.5, 0.9]}
                train: {epochs: 1, distil: {teacher: teacher.h5, temperature: 4, labels: 0.7}}
              - quantize: dynamic
                strip: true
            """;

    @TempDir
    Path folder;

    @Test
    void theSmallestFileThatKeepsTheConstraintIsFound() throws IOException {
        KerasFiles.write(LabNetworks.teacher(1), null, folder.resolve("teacher.h5"));
        KerasFiles.write(LabNetworks.student(1), null, folder.resolve("distilled.h5"));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        LabSearch search = new LabSearch(
                new MnistLabSettings("mnist-sample", false, 1, 1, 1, folder, false, false),
                new ExperimentConsole(nowhere, nowhere, false, ProgressListener.NONE),
                new StopSignal());

        SearchReport report = search.run(NamedDatasets.standard().open("mnist-sample"), SPACE);

        assertThat(report.entries()).hasSize(2);
        assertThat(report.chosen().orElseThrow().describe()).contains("dense 0.9");
        assertThat(folder.resolve("search")).isDirectoryContaining("glob:**/best.yaml");
    }

    @Test
    void theSpaceOfTheLabCanBeReadAndItsRecipeToo() {
        assertThat(RecipeSearch.parse(LabSearch.space(), "smallest").teachers()).containsExactly("teacher.h5");
        assertThat(CompressionRecipe.parse("steps:\n" + LabSearch.found(), "smallest")
                        .teachers())
                .containsExactly("teacher.h5");
    }
}
