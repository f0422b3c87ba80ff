// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.applied.Parametrizations;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.Parametrization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Session;

/** The state that changes in Java, before steps that are due. */
final class ScheduledState {
    private final Variables variables;
    private final Session session;
    private final List<Place> places;

    private record Place(WeightKey weight, Parametrization parametrization) {}

    ScheduledState(ParametrizedModel model, Variables variables, Session session) {
        this.variables = variables;
        this.session = session;
        this.places = model.parametrizedWeights().stream()
                .flatMap(weight -> model.parametrizations(weight).stream()
                        .map(parametrization -> new Place(weight, parametrization)))
                .toList();
    }

    /** Updates the state for a step. */
    void advanceTo(long step) {
        List<Place> due = new ArrayList<>();
        for (Place place : places) {
            if (place.parametrization().isDue(step)) {
                due.add(place);
            }
        }
        if (due.isEmpty()) {
            return;
        }
        Weights weights = variables.read(
                session, due.stream().map(Place::weight).distinct().toList());
        Map<WeightKey, Tensor> changed = new LinkedHashMap<>();
        for (Place place : due) {
            place.parametrization()
                    .stateAt(step, weights.get(place.weight()))
                    .forEach((name, value) -> changed.put(
                            Parametrizations.stateKey(place.weight(), place.parametrization(), name), value));
        }
        variables.assign(session, Weights.of(changed));
    }
}
