// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.calibrate.observe.TensorObservation;
import io.espalier.runtime.feed.ExposedGraph;
import java.util.List;

/** What some of the samples made of each tensor. */
record ObservedTensors(List<TensorObservation> observations) implements Samples.Viewer {
    static ObservedTensors of(ExposedGraph graph, CalibrationMethod method) {
        return new ObservedTensors(graph.observed().stream()
                .map(place -> new TensorObservation(graph.name(place), method))
                .toList());
    }

    @Override
    public List<CalibrationPass.Sight> sights() {
        return observations.stream()
                .<CalibrationPass.Sight>map(observation -> (sample, shape, values) -> observation.add(sample, values))
                .toList();
    }

    /** Merges what was seen of consecutive parts of the samples. */
    static List<TensorObservation> merge(List<ObservedTensors> parts) {
        List<TensorObservation> merged = parts.get(0).observations();
        for (ObservedTensors part : parts.subList(1, parts.size())) {
            for (int i = 0; i < merged.size(); i++) {
                merged.get(i).merge(part.observations().get(i));
            }
        }
        return merged;
    }
}
