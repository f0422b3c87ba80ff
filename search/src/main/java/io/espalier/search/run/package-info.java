// SPDX-License-Identifier: Apache-2.0
/** Searches over spaces of recipes, from the space to the report. */
@NullMarked
package io.espalier.search.run;

import org.jspecify.annotations.NullMarked;
