// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IECny} from "./IECny.sol";

/// @title Whether e-CNY would go from one wallet to another now, by what anybody can ask of it.
library PaymentCheck {
    /// @notice Reverts with the error that the payment would be refused with, in the order in which e-CNY looks.
    /// @param amount fen
    function requirePossible(IECny money, address payer, address payee, uint256 amount) internal view {
        (, uint8 tier, uint256 paid) = money.walletOf(payer);
        uint256 available = money.availableOf(payer);
        if (amount > available) revert IECny.FundsInsufficient(payer, available, amount);
        (, uint256 payment, uint256 day) = money.limitsOf(tier);
        if (payment != 0 && amount > payment) revert IECny.PaymentLimitExceeded(payer, amount, payment);
        if (day != 0 && paid + amount > day) revert IECny.DailyLimitExceeded(payer, paid, amount, day);
        (, tier,) = money.walletOf(payee);
        (uint256 limit,,) = money.limitsOf(tier);
        uint256 balance = IERC20(address(money)).balanceOf(payee) + amount;
        if (limit != 0 && balance > limit) revert IECny.BalanceLimitExceeded(payee, balance, limit);
    }
}
