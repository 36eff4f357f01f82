// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEvidenceRegistry} from "../../../contracts/registry/IEvidenceRegistry.sol";
import {IProgrammeRegistry} from "../../../contracts/registry/IProgrammeRegistry.sol";
import {ISuspensionObserver} from "../../../contracts/registry/ISuspensionObserver.sol";
import {IClaimDescription} from "../../../contracts/claims/IClaimDescription.sol";
import {Claim} from "../../../contracts/claims/ClaimWord.sol";
import {ReceivableLedger} from "../../../contracts/claims/ReceivableLedger.sol";
import {ReceivableWord} from "../../../contracts/claims/ReceivableWord.sol";

/// @notice The ledger with a claim that has changed hands as often as one likes: 65,535 transfers would take hours.
contract AgedLedger is ReceivableLedger {
    uint64 private _count;

    constructor(address authority)
        ReceivableLedger(
            authority,
            IProgrammeRegistry(address(0)),
            IEvidenceRegistry(address(0)),
            IClaimDescription(address(0)),
            ISuspensionObserver(address(0))
        )
    {}

    function put(address owner, uint64 value, uint16 epoch, uint32 dueDay) external returns (uint256 claim) {
        uint64 number = ++_count;
        claim = _claimId(number, 1);
        _receivables[number] = ReceivableWord.open(0, dueDay, value, 1);
        _claims[claim] = Claim.wrap(uint160(owner) | uint256(value) << 160 | uint256(epoch) << 224);
        _accounts[owner] = _accounts[owner].gain(1);
    }
}
