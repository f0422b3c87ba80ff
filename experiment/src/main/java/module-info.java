// SPDX-License-Identifier: Apache-2.0
/** Recipes of compression, measurement, comparison and reports. */
module io.espalier.experiment {
    requires static org.jspecify;
    requires transitive io.espalier.compress;
    requires transitive io.espalier.runtime;
    requires ascii.table;
    requires transitive java.desktop;
    requires java.management;
    requires jdk.management;
    requires org.eclipse.elk.alg.layered;
    requires org.eclipse.elk.core;
    requires org.eclipse.elk.graph;
    requires org.eclipse.emf.common;
    requires org.eclipse.emf.ecore;

    exports io.espalier.experiment;
    exports io.espalier.experiment.chart;
    exports io.espalier.experiment.measure;
    exports io.espalier.experiment.recipe;
    exports io.espalier.experiment.report;
    exports io.espalier.experiment.run;
    exports io.espalier.experiment.page to
            io.espalier.lab,
            io.espalier.search;
    exports io.espalier.experiment.evidence to
            io.espalier.search;
    exports io.espalier.experiment.statistics to
            io.espalier.search;
    exports io.espalier.experiment.internal to
            io.espalier,
            io.espalier.lab,
            io.espalier.search;

    // bound by reflection
    opens io.espalier.experiment.measure to
            com.fasterxml.jackson.databind;
    opens io.espalier.experiment.recipe to
            com.fasterxml.jackson.databind;
    opens io.espalier.experiment.report to
            com.fasterxml.jackson.databind;
}
