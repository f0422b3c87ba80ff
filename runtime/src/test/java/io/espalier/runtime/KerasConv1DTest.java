// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.lite.convert.Converter;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions of sequences that Keras 2.3 saved with what it answered; Deeplearning4j tests its import with them. */
class KerasConv1DTest {
    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.list(Shared.file("assets/keras_h5/conv1d"))) {
            return files.filter(file -> file.toString().endsWith("_model.h5"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aConvolutionAnswersAsInKeras(Path file) throws IOException {
        Model model = KerasFiles.read(file);
        Path answers = Path.of(file.toString().replace("_model.h5", "_inputs_and_outputs.h5"));

        try (HdfFile kept = new HdfFile(answers)) {
            float[] x = flat(kept, "inputs/conv0_input");
            assertThat(Running.run(Converter.convert(model), x))
                    .containsExactly(flat(kept, "predictions/conv0"), within(1e-6f));
        }
    }

    private static float[] flat(HdfFile file, String path) {
        return (float[]) file.getDatasetByPath(path).getDataFlat();
    }
}
