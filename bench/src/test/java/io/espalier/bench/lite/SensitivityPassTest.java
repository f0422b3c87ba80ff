// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.bench.InTurn;
import io.espalier.data.Dataset;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.lab.mnist.MnistLab;
import io.espalier.lite.convert.Converter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The benchmark of sensitivity at its smallest. */
class SensitivityPassTest {
    @Test
    void bothWaysGiveTheSameAnswersAndAreTimed() throws Exception {
        Dataset digits = NamedDatasets.standard()
                .open(NamedDatasets.MNIST_SAMPLE)
                .train()
                .sample(40);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        InTurn<Double> seconds = SensitivityPass.measure(
                Converter.convert(MnistLab.network(1)),
                digits,
                1,
                1,
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(seconds.first()).hasSize(1).allMatch(value -> value > 0);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("4 variants, 40 examples", "all answers equal");
    }
}
