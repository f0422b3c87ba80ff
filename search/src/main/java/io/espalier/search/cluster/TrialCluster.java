// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.cluster;

import io.espalier.search.trial.TrialRunner;

/** A connection to a cluster, which runs trials until it is closed. */
public interface TrialCluster extends AutoCloseable {
    /** What runs the trials. */
    TrialRunner runner();

    /** Such as {@code Spark 4.1.3, local[2]}. */
    String description();

    @Override
    void close();

    /** Connects to clusters of a kind; a service of the module that knows them. */
    interface Opener {
        /**
         * Connects.
         *
         * @param master where the cluster is, such as {@code yarn}
         * @throws io.espalier.base.EspalierException if there is none
         */
        TrialCluster open(String master);
    }
}
