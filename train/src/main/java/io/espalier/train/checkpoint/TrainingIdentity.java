// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.checkpoint;

import io.espalier.base.EspalierVersion;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.image.Augmentation;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.session.TrainingMethod;
import io.espalier.train.technique.Parametrization;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * What identifies a training run, so that it is not resumed from the checkpoint of another. The learning rate, the other numbers of optimizer and
 * loss, the epochs and the callbacks may change when training is resumed.
 *
 * @param facts descriptions by topic, as messages show them
 */
public record TrainingIdentity(Map<String, String> facts) {
    private static final int MOST_EXAMPLES_READ = 64;

    public TrainingIdentity {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** The identity of a training run. */
    public static TrainingIdentity of(ParametrizedModel model, Dataset examples, TrainingMethod method) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("the version of Espalier", EspalierVersion.current());
        facts.put("the loss", method.loss().name());
        facts.put(
                "the optimizer", method.optimizer().name() + method.optimizer().slots());
        facts.put("the batch size", String.valueOf(method.batchSize()));
        facts.put("the seed", String.valueOf(method.seed()));
        facts.put("whether examples are shuffled", method.shuffle() ? "yes" : "no");
        if (!method.augmentation().equals(Augmentation.NONE)) {
            facts.put("the augmentation", method.augmentation().toString());
        }
        facts.put("the number of examples", String.valueOf(examples.size()));
        facts.put(
                "an example",
                parts(examples, part -> part.name() + spec(part.spec())) + " and " + spec(examples.targets()));
        facts.put(
                "the scaling of examples",
                parts(examples, part -> part.scaling().toString()));
        facts.put("the checksum of some inputs", checksum(examples));
        model.variables()
                .forEach((key, tensor) ->
                        facts.put("'" + key + "'", tensor.shape().toString()));
        method.loss()
                .auxiliary()
                .ifPresent(auxiliary -> auxiliary
                        .variables()
                        .forEach(variable -> facts.put(
                                "'" + variable.name() + "' of the loss",
                                variable.initial().shape().toString())));
        model.parametrizedWeights()
                .forEach(weight -> facts.put(
                        "the parametrization of '" + weight + "'",
                        model.parametrizations(weight).stream()
                                .map(Parametrization::name)
                                .collect(Collectors.joining(", "))));
        return new TrainingIdentity(facts);
    }

    private static String parts(Dataset examples, Function<Dataset.Part, String> fact) {
        return examples.parts().stream().map(fact).collect(Collectors.joining(", "));
    }

    private static String spec(ElementSpec spec) {
        return spec.type().toString() + spec.shape();
    }

    // Targets may be computed, by a teacher for instance, and differ in a last bit.
    private static String checksum(Dataset dataset) {
        Dataset some = dataset.sample(Math.min(dataset.size(), MOST_EXAMPLES_READ));
        ByteBuffer features = room(some.size() * some.features().bytes());
        ByteBuffer targets = room(some.size() * some.targets().bytes());
        some.read(IntStream.range(0, some.size()).toArray(), 0, some.size(), features, targets);
        CRC32 checksum = new CRC32();
        checksum.update(features.flip());
        return Long.toHexString(checksum.getValue());
    }

    private static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    /** The differences to another run, each in a few words; empty if there are none. */
    public List<String> differencesTo(TrainingIdentity other) {
        Set<String> all = new LinkedHashSet<>(facts.keySet());
        all.addAll(other.facts.keySet());
        List<String> differences = new ArrayList<>();
        for (String fact : all) {
            String mine = facts.getOrDefault(fact, "missing");
            String others = other.facts.getOrDefault(fact, "missing");
            if (!mine.equals(others)) {
                differences.add(fact + " was " + mine + " and is " + others);
            }
        }
        return differences;
    }
}
