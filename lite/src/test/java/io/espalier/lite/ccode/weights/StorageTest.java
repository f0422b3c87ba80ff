// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.CWeights;
import io.espalier.lite.ccode.settings.Compression;
import io.espalier.lite.ccode.settings.Objective;
import io.espalier.lite.file.GraphReader;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A network whose last operator has 10 x 1,280 weights, as they are, and with four of five weights set to zero. */
class StorageTest {
    private static final CSettings SETTINGS = CSettings.named("digits");

    @Test
    void nothingIsPackedWhereNothingIsAskedFor() throws IOException {
        CExport export = CExport.of(sparse(), SETTINGS.with(Compression.NONE));

        assertThat(export.weights()).extracting(CWeights::form).containsOnly("plain");
        assertThat(export.source()).doesNotContain("unpack_", "sparse");
    }

    @Test
    void sparseWeightsTakeAThirdOfTheirBytes() throws IOException {
        CExport export = CExport.of(sparse(), SETTINGS);

        assertThat(export.weights())
                .filteredOn(weights -> weights.weights() > 2000)
                .isNotEmpty()
                .allSatisfy(weights ->
                        assertThat(weights.storedBytes() + weights.tableBytes()).isLessThan(weights.plainBytes() / 3));
        assertThat(export.tableBytes())
                .isLessThan(
                        CExport.of(sparse(), SETTINGS.with(Compression.NONE)).tableBytes() / 2);
    }

    @Test
    void quickCNeverUnpacks() throws IOException {
        CExport export = CExport.of(sparse(), SETTINGS.with(Objective.SPEED));

        assertThat(export.source()).doesNotContain("unpack_").contains("_sparse(");
        assertThat(export.weights())
                .extracting(CWeights::cycles)
                .allSatisfy(cycles -> assertThat(cycles).isPositive());
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"INT4", "LUT"})
    void formsThatCannotHoldTheValuesAreLeftOutByName(Compression compression) throws IOException {
        List<CWeights> weights = CExport.of(dense(), SETTINGS.with(compression)).weights();

        assertThat(weights)
                .filteredOn(each -> each.weights() > 2000)
                .isNotEmpty()
                .allSatisfy(each -> {
                    assertThat(each.form()).isEqualTo("plain");
                    assertThat(each.reason())
                            .matches(
                                    "not all values are from -8 to 7|\\d+ values are too many for lut|lut needs \\d+ bytes");
                });
    }

    @Test
    void aFormThatIsLargerThanPlainIsLeftOutWithItsBytes() throws IOException {
        assertThat(CExport.of(dense(), SETTINGS.with(Compression.RUN_LENGTH)).weights())
                .allSatisfy(each -> assertThat(each.reason()).matches("run-length needs \\d+ bytes"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"BITMASK", "RUN_LENGTH", "HUFFMAN"})
    void formsForSparseWeightsAreTakenWhereTheyAreAskedFor(Compression compression) throws IOException {
        assertThat(CExport.of(sparse(), SETTINGS.with(compression)).weights())
                .filteredOn(weights -> weights.weights() > 2000)
                .isNotEmpty()
                .allSatisfy(weights -> assertThat(weights.form()).startsWith(compression.id()));
    }

    @Test
    void everyFunctionThatIsThereIsUsed() throws IOException {
        for (Compression compression : Compression.values()) {
            String source = CExport.of(sparse(), SETTINGS.with(compression)).source();
            source.lines()
                    .filter(line -> line.startsWith("static ") && line.endsWith(") {") && !line.contains(" INLINE "))
                    .map(line -> line.substring(0, line.indexOf('(')).replaceAll(".*[ *]", ""))
                    .forEach(function -> assertThat(source.split("\\b" + function + "\\b").length)
                            .as(function)
                            .isGreaterThan(2));
        }
    }

    private static Graph dense() throws IOException {
        return GraphReader.read(Golden.file("mnist_softmax/int8.tflite"));
    }

    private static Graph sparse() throws IOException {
        return Pruned.fourOfFive(dense());
    }
}
