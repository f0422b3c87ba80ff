// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.OpenedDataset;
import io.espalier.model.Model;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trials share steps, and each gives the bytes that its recipe gives alone. */
class TrialTreeTest {
    private static final int EXAMPLES = 160;
    private static final int STEPS = 8;

    @TempDir
    private Path folder;

    @Test
    void eachTrialGivesTheBytesThatItsRecipeGivesAlone() throws IOException {
        Model model = SmallNetworks.of("dense");
        OpenedDataset data = SmallNetworks.data(model, EXAMPLES, 40);
        List<Trial> trials = List.of(
                trial("1", "{prune: 0.5}, {cluster: 4}, {quantize_aware: 8}, {quantize: int8}"),
                trial("2", "{prune: 0.5}, {cluster: 8}, {export: [h5]}, {fine_tune: {}}, {quantize: int8}"),
                trial("3", "{prune: 0.5}, {cluster: 4}, {distil: original}, {quantize: dynamic}"));

        List<TrialResult> results = run(SmallNetworks.setup(model, data, folder), trials, 2);

        assertThat(results).allMatch(TrialResult::isDone);
        assertThat(results.stream().mapToLong(TrialResult::trainedSteps).sum()).isEqualTo(6 * STEPS);
        for (TrialResult result : results) {
            assertThat(file(result)).isEqualTo(new Alone(folder, data).file(result.trial()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"residual", "depthwise", "conv1d", "recurrent", "two outputs"})
    void aTrialThatGoesOnFromTheStepsOfAnotherGivesTheSameBytes(String kind) throws IOException {
        Model model = SmallNetworks.of(kind);
        OpenedDataset data = SmallNetworks.data(model, EXAMPLES, 40);
        TrialSetup setup = SmallNetworks.setup(model, data, folder);
        run(setup, List.of(trial("1", "{prune: 0.5}, {cluster: 4}, {quantize: dynamic}")), 1);

        TrialResult result = run(
                        setup,
                        List.of(trial("2", "{prune: 0.5}, {cluster: 4}, {quantize_aware: 8}, {quantize: int8}")),
                        1)
                .get(0);

        assertThat(result.trainedSteps()).isEqualTo(STEPS);
        assertThat(file(result)).isEqualTo(new Alone(folder, data).file(result.trial()));
    }

    @Test
    void whatWasComputedIsNotComputedAgain() throws IOException {
        Model model = SmallNetworks.of("dense");
        TrialSetup setup = SmallNetworks.setup(model, SmallNetworks.data(model, EXAMPLES, 40), folder);
        List<Trial> trials = List.of(trial("1", "{prune: 0.5}, {quantize: int8}"));

        TrialResult first = run(setup, trials, 1).get(0);
        TrialResult again = run(setup, trials, 1).get(0);

        assertThat(first.trainedSteps()).isEqualTo(STEPS);
        assertThat(again.trainedSteps()).isZero();
        assertThat(again.figures()).isEqualTo(first.figures()).containsKeys("accuracy", "bytes", "gzip_bytes");
        assertThat(again.right()).isEqualTo(first.right()).isNotNull();
    }

    @Test
    void aTrainingThatIsCutGoesOnToTheSameBytes() throws IOException {
        Model model = SmallNetworks.of("dense");
        OpenedDataset data = SmallNetworks.data(model, EXAMPLES, 40);
        Trial whole = trial("1", "{prune: 0.5}, {cluster: 4, train: {epochs: 3}}, {quantize: int8}");

        List<TrialResult> results = run(
                SmallNetworks.setup(model, data, folder),
                List.of(whole.withShare(1.0 / 3), whole.withShare(0.6), whole),
                1);

        assertThat(results).extracting(TrialResult::trainedSteps).containsExactly(16L, 7L, 9L);
        assertThat(results).extracting(TrialResult::sha256).doesNotHaveDuplicates();
        assertThat(Files.readAllBytes(
                        folder.resolve("store/trials/" + results.get(2).key() + ".tflite")))
                .isEqualTo(new Alone(folder, data).file(whole));
    }

    @Test
    void aTrainingThatDivergesIsAResultWithItsErrorAndIsNotTriedAgain() throws IOException {
        Model model = SmallNetworks.of("dense");
        String diverging = "{fine_tune: {learning_rate: 1e30}}, ";
        List<Trial> trials = List.of(
                trial("1", diverging + "{quantize: int8}"),
                trial("2", diverging + "{quantize: dynamic}"),
                trial("3", "{prune: 0.5}, {quantize: int8}"));

        List<TrialResult> results =
                run(SmallNetworks.setup(model, SmallNetworks.data(model, EXAMPLES, 40), folder), trials, 1);

        assertThat(results).extracting(TrialResult::isDone).containsExactly(false, false, true);
        assertThat(results.get(0).error())
                .contains("try a smaller learning rate")
                .isEqualTo(results.get(1).error());
        assertThat(results.get(1).trainedSteps()).isZero();
    }

    private byte[] file(TrialResult result) throws IOException {
        return Files.readAllBytes(folder.resolve("store/trials/" + result.key() + ".tflite"));
    }

    private static Trial trial(String id, String steps) {
        String recipe = "batch_size: 16\nvalidation_split: 0.2\nsteps: [" + steps + "]\n";
        return new Trial(id, "small", recipe, Map.of(), 1);
    }

    private static List<TrialResult> run(TrialSetup setup, List<Trial> trials, int workers) throws IOException {
        List<TrialResult> told = new ArrayList<>();
        List<TrialResult> results = new LocalTrialRunner(workers).run(setup, trials, told::add, new StopSignal());
        assertThat(told).containsExactlyInAnyOrderElementsOf(results);
        return results;
    }
}
