-- 加入规则 as data (requirement G07): {"way": "apply", "kinds": ["museum"], "trial": true}; null leaves it open.
alter table governance.charter_version add column admission jsonb
    constraint charter_version_admission check (admission is null or admission ? 'way');
