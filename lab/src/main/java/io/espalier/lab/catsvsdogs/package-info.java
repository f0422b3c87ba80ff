// SPDX-License-Identifier: Apache-2.0
/**
 * The lab on photographs of cats and dogs, or any others that lie in folders, one for each class.
 *
 * <p>Start at {@link io.espalier.lab.catsvsdogs.CatsVsDogsLab}. What labs have in common is a package above.
 */
@NullMarked
package io.espalier.lab.catsvsdogs;

import org.jspecify.annotations.NullMarked;
