// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Provenance;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeKindsTest {
    @TempDir
    private static Path folder;

    private static final Model MODEL = Model.sequential()
            .input(28, 28, 1)
            .add("first", Conv2D.of(4, 3))
            .add("flat", new Flatten())
            .add("logits", Dense.of(3))
            .build(1);

    @BeforeAll
    static void write() throws Exception {
        KerasFiles.write(MODEL, Provenance.here("test", null, null, List.of()), folder.resolve("net.h5"));
        GraphWriter.write(Converter.convert(MODEL), folder.resolve("net.tflite"));
        Files.writeString(folder.resolve("steps.yaml"), "name: mine\nsteps:\n  - prune: 0.5\n");
        Files.writeString(folder.resolve("space.yaml"), "steps: [{prune: [0.5, 0.8]}]\n");
        Files.copy(folder.resolve("net.tflite"), folder.resolve("alone.tflite"));
        Files.writeString(folder.resolve("int8.yaml"), "quantize: int8\n");
        Files.writeString(folder.resolve("plain.yaml"), "quantize: dynamic\n");
        Files.writeString(folder.resolve("rule.yaml"), "quantize: dynamic\nleast_elements: 0\nkeep_float: [lgits]\n");
        Files.write(folder.resolve("latin.yaml"), new byte[] {(byte) 0xe9, '\n'});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "convert @/net.h5 -o @/x --quantize qat | compress @/net.h5 --recipe qat --data mnist -o net-qat",
                "convert @/net.h5 -o @/x --quantize qat --calibrate mnist | compress @/net.h5 --recipe qat --data mnist -o net-qat",
                "convert @/net.h5 -o @/x --quantize @/steps.yaml | compress @/net.h5 --recipe @/steps.yaml --data mnist -o net-steps",
                "quantize @/net.tflite -o @/x --recipe pcqat | compress @/net.h5 --recipe pcqat --data mnist -o net-pcqat",
                "quantize @/net.h5 -o @/x --recipe int8 | convert @/net.h5 -o net-int8.tflite --quantize int8 --calibrate mnist",
                "quantize @/net.h5 -o @/x --recipe pcqat | compress @/net.h5 --recipe pcqat --data mnist -o net-pcqat",
                "compress @/net.h5 --data mnist -o @/x --recipe @/int8.yaml | convert @/net.h5 -o net-int8.tflite --quantize @/int8.yaml --calibrate mnist",
                "compress @/net.h5 --data mnist -o @/x --recipe dynamic | convert @/net.h5 -o net-dynamic.tflite --quantize dynamic",
                "compress @/net.h5 --data mnist -o @/x --recipe int8 | convert @/net.h5 -o net-int8.tflite --quantize int8 --calibrate mnist",
                "compress @/net.h5 --data mnist -o @/x --recipe @/space.yaml | search @/space.yaml --model @/net.h5 --data mnist -o net-space",
                "search @/plain.yaml --model @/net.h5 --data mnist -o @/x | convert @/net.h5 -o net-plain.tflite --quantize @/plain.yaml",
                "recipe show @/space.yaml | recipe validate @/space.yaml",
                "compress @/net.h5 --data mnist -o @/x --recipe @/plain.yaml | convert @/net.h5 -o net-plain.tflite --quantize @/plain.yaml",
            })
    void aRecipeOfTheWrongKindIsAnsweredWithTheCommandThatTakesIt(String arguments, String command) throws Exception {
        CommandRun run = CommandRun.of(arguments.replace("@", folder.toString()).split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Try: espalier " + command.replace("@", folder.toString()));
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void noCommandIsProposedForAModelThatIsNotThere() {
        CommandRun run = CommandRun.of(
                "quantize", folder.resolve("alone.tflite").toString(), "-o", "x.tflite", "--recipe", "pcqat");

        assertThat(run.err())
                .contains("use compress, which takes training data")
                .doesNotContain("Try:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | convert @/net.h5 -o @/x --quantize pcqta | unknown recipe 'pcqta' (did you mean 'pcqat'?); choose one of: none, float16,",
                "2 | compress @/net.h5 --data mnist -o @/x --recipe flota16 | did you mean 'float16'?); choose one of: prune,",
                "3 | recipe validate --space @/plain.yaml | no space: convert and quantize take it",
                "3 | convert @/net.h5 -o @/x --quantize @/latin.yaml | latin.yaml: not a UTF-8 text file",
                "3 | convert @/net.h5 -o @/x.tflite --quantize @/rule.yaml | net.h5: keep_float 'lgits' matches nothing: no layer or tensor",
            })
    void aWrongNameIsAnsweredWithWhatWasMeant(int exitCode, String arguments, String message) throws Exception {
        CommandRun run = CommandRun.of(arguments.replace("@", folder.toString()).split(" "));

        assertThat(run.err()).contains(message);
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void aMisspeltLayerIsFoundByItsNearestName() throws Exception {
        Path recipe = Files.writeString(folder.resolve("near.yaml"), "quantize: float16\nkeep_float: [logitz]\n");

        CommandRun run = CommandRun.of(
                "quantize",
                folder.resolve("net.tflite").toString(),
                "-o",
                folder.resolve("y.tflite").toString(),
                "--recipe",
                recipe.toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("did you mean 'logits'?); known names: first, logits");
    }
}
