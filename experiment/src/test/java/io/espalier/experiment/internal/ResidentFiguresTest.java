// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.ProgressListener;
import io.espalier.base.Provenance;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.layer.Dense;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ResidentFiguresTest {
    private static final long WEIGHTS = 4L * 512 * 512;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void eachFileThatRunsHasTheMemoryThatItTakes() throws IOException {
        write("float.tflite", "none");
        write("dynamic.tflite", "dynamic");

        List<Variant> measured = figures(true)
                .of(
                        List.of(
                                variant("baseline.h5", null),
                                variant("float.tflite", 5.0),
                                variant("dynamic.tflite", 5.0)),
                        folder);

        assertThat(measured.get(0).residentBytes()).isNull();
        assertThat(measured.get(1).residentBytes()).isBetween(WEIGHTS, 2 * WEIGHTS);
        assertThat(measured.get(2).residentBytes()).isBetween(WEIGHTS / 4, WEIGHTS / 2);
        assertThat(told.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void memoryThatIsNotMeasuredIsTold() throws IOException {
        List<Variant> variants = List.of(variant("float.tflite", 5.0));

        assertThat(figures(false).of(variants, folder)).isEqualTo(variants);
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("Note: memory was not measured");
    }

    private ResidentFigures figures(boolean wanted) {
        PrintStream progress = new PrintStream(told, true, StandardCharsets.UTF_8);
        return new ResidentFigures(2, wanted, new ExperimentConsole(progress, progress, false, ProgressListener.NONE));
    }

    private void write(String name, String recipe) throws IOException {
        Model model = Model.sequential().input(512).add(Dense.of(512)).build(1);
        Files.write(
                folder.resolve(name),
                GraphWriter.toBytes(
                        Converter.of(model).withRecipe(Recipe.named(recipe)).convert()));
    }

    private static Variant variant(String name, @Nullable Double latency) {
        return new Variant(
                name,
                1,
                1,
                Map.of(),
                latency,
                latency,
                null,
                0,
                1,
                null,
                null,
                1,
                "a",
                Provenance.here("test", null, null, List.of()));
    }
}
