// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.model.WeightKey;
import io.espalier.train.history.History;
import io.espalier.train.history.Metrics;
import io.espalier.train.session.RunningMean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint holds beside arrays, as JSON.
 *
 * @param slots the keys of the arrays that the optimizer keeps
 * @param kept under which names copies of the variables are kept
 */
record CheckpointHead(
        Map<String, String> identity,
        Position position,
        List<WeightKey> variables,
        List<WeightKey> slots,
        List<String> kept) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    record Position(
            long firstStep, long steps, List<Epoch> history, int stepsInEpoch, RunningMean mean, double seconds) {}

    record Epoch(int epoch, Means training, @Nullable Means validation, double seconds, float learningRate) {
        static Epoch of(History.Epoch record) {
            return new Epoch(
                    record.epoch(),
                    Means.of(record.training()),
                    record.validation().map(Means::of).orElse(null),
                    record.seconds(),
                    record.learningRate());
        }

        History.Epoch record() {
            return new History.Epoch(
                    epoch,
                    training.metrics(),
                    Optional.ofNullable(validation).map(Means::metrics),
                    seconds,
                    learningRate);
        }
    }

    record Means(double loss, @Nullable Double accuracy, Map<String, Means> outputs) {
        static Means of(Metrics metrics) {
            return new Means(
                    metrics.loss(),
                    metrics.accuracy().isPresent()
                            ? Double.valueOf(metrics.accuracy().getAsDouble())
                            : null,
                    each(metrics.outputs(), Means::of));
        }

        Metrics metrics() {
            return new Metrics(
                    loss,
                    accuracy == null ? OptionalDouble.empty() : OptionalDouble.of(accuracy),
                    each(outputs, Means::metrics));
        }

        private static <A, B> Map<String, B> each(Map<String, A> outputs, Function<A, B> form) {
            Map<String, B> others = new LinkedHashMap<>();
            outputs.forEach((output, value) -> others.put(output, form.apply(value)));
            return others;
        }
    }

    static CheckpointHead of(TrainingCheckpoint checkpoint) {
        TrainingPosition position = checkpoint.position();
        return new CheckpointHead(
                checkpoint.identity().facts(),
                new Position(
                        position.firstStep(),
                        position.steps(),
                        position.history().epochs().stream().map(Epoch::of).toList(),
                        position.stepsInEpoch(),
                        position.mean(),
                        position.seconds()),
                List.copyOf(checkpoint.variables().keys()),
                List.copyOf(checkpoint.slots().keys()),
                List.copyOf(checkpoint.kept().keySet()));
    }

    TrainingPosition trainingPosition() {
        return new TrainingPosition(
                position.firstStep(),
                position.steps(),
                new History(position.history().stream().map(Epoch::record).toList()),
                position.stepsInEpoch(),
                position.mean(),
                position.seconds());
    }

    byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of numbers and texts are JSON", e);
        }
    }

    /** @throws JsonProcessingException if it is something else */
    static CheckpointHead fromJson(String json) throws JsonProcessingException {
        return JSON.readValue(json, CheckpointHead.class);
    }
}
